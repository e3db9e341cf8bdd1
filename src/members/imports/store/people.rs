//! Writes many people at once: one statement a table, a few hundred rows each.

use std::collections::BTreeMap;

use entity::{email_choice, import_row, person, person_email, person_practice_role, person_profile};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::rows::folded;
use crate::kernel::{Instant, PersonName, uk_time};
use crate::members::employers::folded_name;
use crate::members::imports::read_row::RowValues;

/// A person to be written: the staged row with what it says.
pub(in crate::members::imports) struct NewPerson {
    pub(in crate::members::imports) row: import_row::Model,
    pub(in crate::members::imports) values: RowValues,
    /// Nobody else has shown the addresses to be theirs, and the officer vouches for the file.
    pub(in crate::members::imports) verified: bool,
}

/// Writes people and gives their ids by reference.
pub(in crate::members::imports) async fn insert_people(
    tx: &impl ConnectionTrait,
    new: &[NewPerson],
    now: Instant,
) -> Result<BTreeMap<String, i64>, DbErr> {
    let models = new.iter().map(|one| person::ActiveModel {
        reference: Set(one.row.person_reference.clone()),
        full_name: Set(one.values.name.clone()),
        folded_name: Set(PersonName::parse(&one.values.name).map(|name| name.folded()).unwrap_or_default()),
        created_at: Set(now),
        ..Default::default()
    });
    person::Entity::insert_many(models).exec_without_returning(tx).await?;
    let references = new.iter().map(|one| one.row.person_reference.clone());
    let rows = person::Entity::find().filter(person::Column::Reference.is_in(references)).all(tx).await?;
    Ok(rows.into_iter().map(|row| (row.reference, row.id)).collect())
}

/// Writes their addresses, the first one as the primary one.
pub(in crate::members::imports) async fn insert_addresses(
    tx: &impl ConnectionTrait,
    people: &[(i64, &NewPerson)],
    now: Instant,
) -> Result<(), DbErr> {
    let mut models = Vec::new();
    for (person_id, one) in people {
        let typed = [(one.values.email.as_ref(), true), (one.values.second_email.as_ref(), false)];
        for (address, is_primary) in typed {
            let (Some(address), Some(folded_address)) = (address, folded(address.map(String::as_str))) else {
                continue;
            };
            models.push(person_email::ActiveModel {
                person_id: Set(*person_id),
                address: Set(address.clone()),
                folded_address: Set(folded_address),
                is_primary: Set(is_primary),
                verified_at: Set(one.verified.then_some(now)),
                created_at: Set(now),
                ..Default::default()
            });
        }
    }
    if !models.is_empty() {
        person_email::Entity::insert_many(models).exec_without_returning(tx).await?;
    }
    Ok(())
}

/// Writes what is known of their work, and their roles.
pub(in crate::members::imports) async fn insert_profiles(
    tx: &impl ConnectionTrait,
    people: &[(i64, &NewPerson)],
    employers: &BTreeMap<String, i64>,
    now: Instant,
) -> Result<(), DbErr> {
    let profiles: Vec<_> = people.iter().filter_map(|(id, one)| profile(*id, &one.values, employers, now)).collect();
    if !profiles.is_empty() {
        person_profile::Entity::insert_many(profiles).exec_without_returning(tx).await?;
    }
    let roles: Vec<_> = people.iter().flat_map(|(id, one)| roles(*id, &one.values)).collect();
    if !roles.is_empty() {
        let known = OnConflict::new().do_nothing().to_owned();
        person_practice_role::Entity::insert_many(roles).on_conflict(known).exec_without_returning(tx).await?;
    }
    Ok(())
}

fn profile(
    person_id: i64,
    values: &RowValues,
    employers: &BTreeMap<String, i64>,
    now: Instant,
) -> Option<person_profile::ActiveModel> {
    let said = [
        &values.address,
        &values.postcode,
        &values.nation,
        &values.region,
        &values.employer,
        &values.regulator,
        &values.registration_number,
    ];
    if said.iter().all(|value| value.is_none()) {
        return None;
    }
    let organisation_id = values.employer.as_deref().and_then(|name| employers.get(&folded_name(name))).copied();
    Some(person_profile::ActiveModel {
        person_id: Set(person_id),
        service_address: Set(values.address.clone()),
        postcode: Set(values.postcode.clone()),
        nation: Set(values.nation.clone()),
        region: Set(values.region.clone()),
        organisation_id: Set(organisation_id),
        other_employer: Set(values.employer.clone().filter(|_| organisation_id.is_none())),
        regulator: Set(values.regulator.clone()),
        registration_number: Set(values.registration_number.clone()),
        registration_checked_on: Set(None),
        registration_checked_by_id: Set(None),
        welcomes_welsh: Set(false),
        updated_at: Set(now),
    })
}

fn roles(person_id: i64, values: &RowValues) -> impl Iterator<Item = person_practice_role::ActiveModel> {
    values.roles.iter().enumerate().map(move |(index, role)| person_practice_role::ActiveModel {
        person_id: Set(person_id),
        role: Set(role.clone()),
        is_main: Set(index == 0),
        ..Default::default()
    })
}

/// Writes on what ground news may be sent: none, unless the file gave one (DP-02, DP-05).
pub(in crate::members::imports) async fn insert_choices(
    tx: &impl ConnectionTrait,
    people: &[(i64, &NewPerson)],
    (batch, officer): (&str, Option<i64>),
    now: Instant,
) -> Result<(), DbErr> {
    let models = people.iter().map(|(person_id, one)| {
        let basis = one.values.news_basis.as_deref().unwrap_or("none");
        let at = one.values.news_basis_on.filter(|_| basis != "none").map_or(now, uk_time::start_of_day);
        email_choice::ActiveModel {
            person_id: Set(*person_id),
            purpose: Set("member_news".to_owned()),
            basis: Set(basis.to_owned()),
            answer: Set(if basis == "none" { "not_asked" } else { "yes" }.to_owned()),
            source: Set(format!("import {batch}")),
            wording_version: Set(String::new()),
            recorded_by_id: Set(officer),
            at: Set(at),
            ..Default::default()
        }
    });
    email_choice::Entity::insert_many(models).exec_without_returning(tx).await?;
    Ok(())
}

/// Gives somebody known an address they did not have, never the primary one. Its id, or none when they had it.
pub(in crate::members::imports) async fn add_address(
    tx: &impl ConnectionTrait,
    person_id: i64,
    address: &str,
    now: Instant,
) -> Result<Option<i64>, DbErr> {
    use person_email::{ActiveModel, Column, Entity};
    let Some(folded_address) = folded(Some(address)) else { return Ok(None) };
    let mine = Entity::find().filter(Column::PersonId.eq(person_id));
    if mine.filter(Column::FoldedAddress.eq(folded_address.as_str())).one(tx).await?.is_some() {
        return Ok(None);
    }
    let row = ActiveModel {
        person_id: Set(person_id),
        address: Set(address.to_owned()),
        folded_address: Set(folded_address),
        is_primary: Set(false),
        verified_at: Set(None),
        created_at: Set(now),
        ..Default::default()
    };
    Ok(Some(Entity::insert(row).exec(tx).await?.last_insert_id))
}
