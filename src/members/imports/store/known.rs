//! Who is known already that a row may mean: by a verified address, a number, or a name. Read inside the step's transaction.

use std::collections::{BTreeMap, BTreeSet};

use entity::{membership, organisation_name, person, person_email, person_profile};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::members::employers::folded_name;

/// Somebody of the same name, with what tells people of one name apart.
#[derive(Clone, Debug, Default)]
pub(in crate::members::imports) struct Namesake {
    pub(in crate::members::imports) person_id: i64,
    pub(in crate::members::imports) folded_emails: BTreeSet<String>,
    pub(in crate::members::imports) registration_number: Option<String>,
    pub(in crate::members::imports) employers: BTreeSet<String>,
}

/// Owners of verified addresses, by the folded address.
pub(in crate::members::imports) async fn owners_of(
    tx: &impl ConnectionTrait,
    folded: &[String],
) -> Result<BTreeMap<String, i64>, DbErr> {
    let rows = person_email::Entity::find()
        .filter(person_email::Column::FoldedAddress.is_in(folded.iter().cloned()))
        .filter(person_email::Column::VerifiedAt.is_not_null())
        .all(tx)
        .await?;
    Ok(rows.into_iter().map(|row| (row.folded_address, row.person_id)).collect())
}

/// Holders of membership numbers, by number, with their folded name.
pub(in crate::members::imports) async fn holders_of(
    tx: &impl ConnectionTrait,
    numbers: &[i64],
) -> Result<BTreeMap<i64, (i64, String)>, DbErr> {
    let rows =
        membership::Entity::find().filter(membership::Column::Number.is_in(numbers.iter().copied())).all(tx).await?;
    let people = people_of(tx, rows.iter().map(|row| row.person_id).collect()).await?;
    let holder = |row: &membership::Model| {
        let name = people.get(&row.person_id).map(|person| person.folded_name.clone()).unwrap_or_default();
        (row.number, (row.person_id, name))
    };
    Ok(rows.iter().map(holder).collect())
}

async fn people_of(tx: &impl ConnectionTrait, ids: Vec<i64>) -> Result<BTreeMap<i64, person::Model>, DbErr> {
    let rows = person::Entity::find().filter(person::Column::Id.is_in(ids)).all(tx).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// People with these names, by the folded name.
pub(in crate::members::imports) async fn namesakes(
    tx: &impl ConnectionTrait,
    names: &[String],
) -> Result<BTreeMap<String, Vec<Namesake>>, DbErr> {
    let people = person::Entity::find()
        .filter(person::Column::FoldedName.is_in(names.iter().cloned()))
        .filter(person::Column::MergedIntoId.is_null())
        .filter(person::Column::ErasedAt.is_null())
        .all(tx)
        .await?;
    let ids: Vec<i64> = people.iter().map(|row| row.id).collect();
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let mut known: BTreeMap<i64, Namesake> =
        ids.iter().map(|id| (*id, Namesake { person_id: *id, ..Namesake::default() })).collect();
    let emails = person_email::Entity::find().filter(person_email::Column::PersonId.is_in(ids.iter().copied()));
    for row in emails.all(tx).await? {
        known.entry(row.person_id).and_modify(|one| {
            one.folded_emails.insert(row.folded_address);
        });
    }
    let profiles = person_profile::Entity::find().filter(person_profile::Column::PersonId.is_in(ids)).all(tx).await?;
    let employers = names_of_organisations(tx, profiles.iter().filter_map(|row| row.organisation_id).collect()).await?;
    for row in profiles {
        known.entry(row.person_id).and_modify(|one| {
            one.registration_number.clone_from(&row.registration_number);
            one.employers.extend(row.other_employer.iter().map(|name| folded_name(name)));
            one.employers.extend(row.organisation_id.and_then(|id| employers.get(&id)).cloned().unwrap_or_default());
        });
    }
    let mut by_name: BTreeMap<String, Vec<Namesake>> = BTreeMap::new();
    for row in people {
        by_name.entry(row.folded_name).or_default().extend(known.remove(&row.id));
    }
    Ok(by_name)
}

async fn names_of_organisations(
    tx: &impl ConnectionTrait,
    ids: BTreeSet<i64>,
) -> Result<BTreeMap<i64, Vec<String>>, DbErr> {
    let mut names: BTreeMap<i64, Vec<String>> = BTreeMap::new();
    if ids.is_empty() {
        return Ok(names);
    }
    let also = organisation_name::Entity::find().filter(organisation_name::Column::OrganisationId.is_in(ids));
    for row in also.all(tx).await? {
        names.entry(row.organisation_id).or_default().push(row.folded_name);
    }
    Ok(names)
}

/// Which of these references somebody has.
pub(in crate::members::imports) async fn taken_references(
    tx: &impl ConnectionTrait,
    references: Vec<String>,
) -> Result<BTreeSet<String>, DbErr> {
    let rows = person::Entity::find().filter(person::Column::Reference.is_in(references)).all(tx).await?;
    Ok(rows.into_iter().map(|row| row.reference).collect())
}

/// Employers by folded name, under every name they go by; a name that two of them have belongs to neither.
pub(in crate::members::imports) async fn employers_named(
    tx: &impl ConnectionTrait,
    folded_names: &BTreeSet<String>,
) -> Result<BTreeMap<String, i64>, DbErr> {
    if folded_names.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = organisation_name::Entity::find()
        .filter(organisation_name::Column::FoldedName.is_in(folded_names.iter().cloned()))
        .all(tx)
        .await?;
    let mut found: BTreeMap<String, BTreeSet<i64>> = BTreeMap::new();
    for row in rows {
        found.entry(row.folded_name).or_default().insert(row.organisation_id);
    }
    let single = found.into_iter().filter(|(_, ids)| ids.len() == 1);
    Ok(single.filter_map(|(name, ids)| ids.first().map(|id| (name, *id))).collect())
}
