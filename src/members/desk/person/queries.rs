//! What the page of one person shows of the tables of people.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{
    email_choice, membership, membership_application, membership_fact, membership_order, membership_term, organisation,
    person, person_note, person_practice_role, person_profile, role_grant,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::kernel::{Instant, Unexpected};

/// The person an address names.
#[derive(Clone, Debug)]
pub(in crate::members::desk) struct PersonRecord {
    pub(in crate::members::desk) id: i64,
    pub(in crate::members::desk) reference: String,
    pub(in crate::members::desk) name: String,
    pub(in crate::members::desk) created_at: Instant,
    pub(in crate::members::desk) is_disabled: bool,
    pub(in crate::members::desk) died_on: Option<NaiveDate>,
    /// Reference of the person this record was merged into.
    pub(in crate::members::desk) merged_into: Option<String>,
}

/// The person with this reference; none for somebody erased.
pub(in crate::members::desk) async fn find_record(
    db: &impl ConnectionTrait,
    reference: &str,
) -> Result<Option<PersonRecord>, Unexpected> {
    let found = person::Entity::find()
        .filter(person::Column::Reference.eq(reference))
        .filter(person::Column::ErasedAt.is_null())
        .one(db)
        .await?;
    let Some(row) = found else { return Ok(None) };
    let merged_into = match row.merged_into_id {
        Some(id) => person::Entity::find_by_id(id).one(db).await?.map(|survivor| survivor.reference),
        None => None,
    };
    Ok(Some(PersonRecord {
        id: row.id,
        reference: row.reference,
        name: row.full_name,
        created_at: row.created_at,
        is_disabled: row.disabled_at.is_some(),
        died_on: row.died_on,
        merged_into,
    }))
}

/// A person's profile with their employer's name and their roles in practice.
#[derive(Clone, Debug)]
pub(super) struct ProfileRecord {
    pub(super) row: person_profile::Model,
    pub(super) employer: Option<String>,
    pub(super) practice_roles: Vec<String>,
}

/// The person's profile, if they ever filled it in.
pub(super) async fn find_profile(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<Option<ProfileRecord>, Unexpected> {
    let Some(row) = person_profile::Entity::find_by_id(person_id).one(db).await? else { return Ok(None) };
    let employer = match row.organisation_id {
        Some(id) => organisation::Entity::find_by_id(id).one(db).await?.map(|employer| employer.name),
        None => None,
    };
    let roles = person_practice_role::Entity::find()
        .filter(person_practice_role::Column::PersonId.eq(person_id))
        .order_by_desc(person_practice_role::Column::IsMain)
        .all(db)
        .await?;
    let employer = employer.or_else(|| row.other_employer.clone());
    Ok(Some(ProfileRecord { employer, practice_roles: roles.into_iter().map(|role| role.role).collect(), row }))
}

/// What the person said last about each kind of email.
pub(super) async fn latest_choices(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<Vec<email_choice::Model>, Unexpected> {
    let rows = email_choice::Entity::find()
        .filter(email_choice::Column::PersonId.eq(person_id))
        .order_by_asc(email_choice::Column::Id)
        .all(db)
        .await?;
    let latest: BTreeMap<String, email_choice::Model> =
        rows.into_iter().map(|row| (row.purpose.clone(), row)).collect();
    Ok(latest.into_values().collect())
}

/// The person's applications that were sent in, the newest first.
pub(super) async fn applications_of(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<Vec<membership_application::Model>, Unexpected> {
    use membership_application::{Column, Entity};
    let rows = Entity::find().filter(Column::PersonId.eq(person_id)).filter(Column::State.ne("draft"));
    Ok(rows.order_by_desc(Column::Id).all(db).await?)
}

/// Every office the person was given.
pub(super) async fn grants_of(db: &impl ConnectionTrait, person_id: i64) -> Result<Vec<role_grant::Model>, Unexpected> {
    let rows = role_grant::Entity::find().filter(role_grant::Column::PersonId.eq(person_id));
    Ok(rows.order_by_desc(role_grant::Column::Id).all(db).await?)
}

/// An officer's note with who wrote it.
#[derive(Clone, Debug)]
pub(super) struct NoteRecord {
    pub(super) text: String,
    pub(super) written_by: Option<String>,
    pub(super) created_at: Instant,
}

/// Notes about the person, the newest first.
pub(super) async fn notes_about(db: &impl ConnectionTrait, person_id: i64) -> Result<Vec<NoteRecord>, Unexpected> {
    let rows = person_note::Entity::find()
        .filter(person_note::Column::PersonId.eq(person_id))
        .order_by_desc(person_note::Column::Id)
        .all(db)
        .await?;
    let names = names_of(db, rows.iter().filter_map(|row| row.written_by_id)).await?;
    let note = |row: person_note::Model| NoteRecord {
        written_by: row.written_by_id.and_then(|id| names.get(&id).cloned()),
        text: row.text,
        created_at: row.created_at,
    };
    Ok(rows.into_iter().map(note).collect())
}

/// Names of people by id.
pub(super) async fn names_of(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = i64>,
) -> Result<BTreeMap<i64, String>, Unexpected> {
    let rows = person::Entity::find().filter(person::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.full_name)).collect())
}

/// Everything about this person that the audit may have entries on, by kind.
pub(super) async fn audited_things(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<Vec<(&'static str, Vec<i64>)>, Unexpected> {
    let memberships: Vec<i64> = membership::Entity::find()
        .select_only()
        .column(membership::Column::Id)
        .filter(membership::Column::PersonId.eq(person_id))
        .into_tuple()
        .all(db)
        .await?;
    let terms = membership_term::Entity::find()
        .select_only()
        .column(membership_term::Column::Id)
        .filter(membership_term::Column::MembershipId.is_in(memberships.iter().copied()));
    let orders = membership_order::Entity::find()
        .select_only()
        .column(membership_order::Column::Id)
        .filter(membership_order::Column::PersonId.eq(person_id));
    let applications = membership_application::Entity::find()
        .select_only()
        .column(membership_application::Column::Id)
        .filter(membership_application::Column::PersonId.eq(person_id));
    let facts = membership_fact::Entity::find()
        .select_only()
        .column(membership_fact::Column::Id)
        .filter(membership_fact::Column::PersonId.eq(person_id));
    let grants = role_grant::Entity::find()
        .select_only()
        .column(role_grant::Column::Id)
        .filter(role_grant::Column::PersonId.eq(person_id));
    Ok(vec![
        ("person", vec![person_id]),
        ("membership_term", terms.into_tuple().all(db).await?),
        ("membership_order", orders.into_tuple().all(db).await?),
        ("membership_application", applications.into_tuple().all(db).await?),
        ("membership_fact", facts.into_tuple().all(db).await?),
        ("role_grant", grants.into_tuple().all(db).await?),
        ("membership", memberships),
    ])
}
