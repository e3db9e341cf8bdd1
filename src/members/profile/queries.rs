//! Reads of one's own profile.

use entity::{person_practice_role, person_profile};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use super::store::workplace_of;
use crate::kernel::Unexpected;
use crate::members::employers::find_employer;
use crate::members::practice::{PracticeRole, Regulator, Workplace};

/// A profile as it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::members) struct Profile {
    pub(super) roles: Vec<PracticeRole>,
    pub(super) main_role: Option<PracticeRole>,
    pub(in crate::members) employer: OwnEmployer,
    pub(super) regulator: Option<Regulator>,
    pub(super) registration_number: String,
    pub(super) workplace: Option<Workplace>,
    pub(super) address: String,
    pub(super) postcode: String,
    pub(super) welcomes_welsh: bool,
}

/// The employer as it stands; everything "" for none.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::members) struct OwnEmployer {
    pub(super) reference: String,
    pub(super) name: String,
    pub(super) other: String,
}

impl OwnEmployer {
    /// In words; "None at present" for none.
    pub(super) fn words(&self) -> String {
        match (self.name.as_str(), self.other.as_str()) {
            ("", "") => "None at present".to_owned(),
            ("", name) | (name, "") => name.to_owned(),
            (kind, name) => format!("{name} ({kind})"),
        }
    }
}

/// The person's profile; an empty one for somebody who never filled it in.
pub(in crate::members) async fn load_profile(db: &impl ConnectionTrait, person_id: i64) -> Result<Profile, Unexpected> {
    use person_practice_role::{Column, Entity};
    let roles = Entity::find().filter(Column::PersonId.eq(person_id)).order_by_asc(Column::Id).all(db).await?;
    let read = |row: &person_practice_role::Model| PracticeRole::parse(&row.role);
    let mut profile = Profile {
        main_role: roles.iter().find(|row| row.is_main).and_then(read),
        roles: roles.iter().filter_map(read).collect(),
        ..Profile::default()
    };
    let Some(row) = person_profile::Entity::find_by_id(person_id).one(db).await? else { return Ok(profile) };
    let employer = match row.organisation_id {
        Some(id) => find_employer(db, id).await?,
        None => None,
    };
    profile.workplace = workplace_of(&row);
    profile.regulator = row.regulator.as_deref().and_then(Regulator::parse);
    profile.registration_number = row.registration_number.unwrap_or_default();
    profile.address = row.service_address.unwrap_or_default();
    profile.postcode = row.postcode.unwrap_or_default();
    profile.welcomes_welsh = row.welcomes_welsh;
    profile.employer = OwnEmployer {
        reference: employer.as_ref().map(|employer| employer.reference.clone()).unwrap_or_default(),
        name: employer.map(|employer| employer.name).unwrap_or_default(),
        other: row.other_employer.unwrap_or_default(),
    };
    Ok(profile)
}

/// The profile, for the person's data download.
pub async fn export(db: &impl ConnectionTrait, person_id: i64) -> Result<Value, Unexpected> {
    let profile = load_profile(db, person_id).await?;
    let roles: Vec<&str> = profile.roles.iter().map(|role| role.label()).collect();
    Ok(json!({
        "roles": roles, "main_role": profile.main_role.map(PracticeRole::label), "employer": profile.employer.words(),
        "regulator": profile.regulator.map(Regulator::label), "registration_number": profile.registration_number,
        "works_in": profile.workplace.map(Workplace::label), "address_for_the_register": profile.address,
        "postcode": profile.postcode, "welcomes_welsh": profile.welcomes_welsh,
    }))
}
