//! Checks of one person, and queries that wait.

use std::collections::BTreeMap;

use entity::{person, person_profile, registration_check, registration_query};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::db::is_literally;
use crate::kernel::Unexpected;
use crate::members::practice::Regulator;
use crate::members::registrations::store::checks::{find_waiting, waiting_words};

/// A check with who made it.
#[derive(Clone, Debug)]
pub struct CheckRecord {
    /// The row.
    pub row: registration_check::Model,
    /// Name of the officer.
    pub checked_by: String,
}

/// A query with its person and the check it rests on.
#[derive(Clone, Debug)]
pub struct QueryRecord {
    /// The row.
    pub row: registration_query::Model,
    /// The check.
    pub check: registration_check::Model,
    /// What addresses call the person.
    pub reference: String,
    /// Their full name.
    pub name: String,
}

/// A registration as the person gave it.
#[derive(Clone, Debug)]
pub struct KeptNumber {
    /// Who registers them, if they said so.
    pub regulator: Option<Regulator>,
    /// The number.
    pub number: String,
}

/// The number of somebody who gave one.
pub(in crate::members) async fn number_of(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<Option<KeptNumber>, Unexpected> {
    let profile = person_profile::Entity::find_by_id(person_id).one(db).await?;
    let kept = |row: person_profile::Model| {
        let regulator = row.regulator.as_deref().and_then(Regulator::parse);
        Some(KeptNumber { regulator, number: row.registration_number? })
    };
    Ok(profile.and_then(kept))
}

/// Checks of somebody, the newest first.
pub(in crate::members) async fn checks_of(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<Vec<CheckRecord>, Unexpected> {
    use registration_check::{Column, Entity};
    let rows = Entity::find()
        .filter(Column::PersonId.eq(person_id))
        .order_by_desc(Column::CheckedOn)
        .order_by_desc(Column::Id)
        .limit(20)
        .all(db)
        .await?;
    let officers = people(db, rows.iter().map(|row| row.checked_by_id)).await?;
    let record = |row: registration_check::Model| CheckRecord {
        checked_by: officers.get(&row.checked_by_id).map(|officer| officer.full_name.clone()).unwrap_or_default(),
        row,
    };
    Ok(rows.into_iter().map(record).collect())
}

/// The query about somebody that waits, with its check.
pub(in crate::members) async fn query_of(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<Option<QueryRecord>, Unexpected> {
    let rows: Vec<registration_query::Model> = find_waiting(db, person_id).await?.into_iter().collect();
    Ok(records(db, rows).await?.pop())
}

/// Queries that wait, the oldest first, at most so many.
pub(in crate::members) async fn open_queries(
    db: &impl ConnectionTrait,
    most: u64,
) -> Result<Vec<QueryRecord>, Unexpected> {
    use registration_query::{Column, Entity};
    let rows = Entity::find()
        .filter(is_literally((Entity, Column::State), &waiting_words()))
        .order_by_asc(Column::OpenedAt)
        .order_by_asc(Column::Id)
        .limit(most)
        .all(db)
        .await?;
    records(db, rows).await
}

/// How many queries wait.
pub async fn count_waiting_queries(db: &impl ConnectionTrait) -> Result<u64, Unexpected> {
    use registration_query::{Column, Entity};
    Ok(Entity::find().filter(is_literally((Entity, Column::State), &waiting_words())).count(db).await?)
}

async fn records(
    db: &impl ConnectionTrait,
    rows: Vec<registration_query::Model>,
) -> Result<Vec<QueryRecord>, Unexpected> {
    let people = people(db, rows.iter().map(|row| row.person_id)).await?;
    let checks = registration_check::Entity::find()
        .filter(registration_check::Column::Id.is_in(rows.iter().map(|row| row.check_id)))
        .all(db)
        .await?;
    let record = |row: registration_query::Model| {
        let person = people.get(&row.person_id)?;
        let check = checks.iter().find(|check| check.id == row.check_id)?.clone();
        Some(QueryRecord { reference: person.reference.clone(), name: person.full_name.clone(), check, row })
    };
    Ok(rows.into_iter().filter_map(record).collect())
}

async fn people(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = i64>,
) -> Result<BTreeMap<i64, person::Model>, Unexpected> {
    let rows = person::Entity::find().filter(person::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}
