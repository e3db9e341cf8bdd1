//! Reads of exports, and of what a row of the file says beyond the officers' list.

use std::collections::BTreeMap;

use entity::{member_export, membership, person, person_email, person_practice_role, person_profile};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

/// What is known of somebody beyond the list.
#[derive(Clone, Debug, Default)]
pub(super) struct Details {
    pub(super) other_emails: Vec<String>,
    pub(super) member_since: Option<chrono::NaiveDate>,
    pub(super) roles: Vec<String>,
    pub(super) profile: Option<person_profile::Model>,
}

/// Details of these people, by reference.
pub(super) async fn details(db: &impl ConnectionTrait, ids: &[i64]) -> Result<BTreeMap<String, Details>, DbErr> {
    let mine = || ids.iter().copied();
    let mut by_id: BTreeMap<i64, Details> = BTreeMap::new();
    let emails = person_email::Entity::find()
        .filter(person_email::Column::PersonId.is_in(mine()))
        .filter(person_email::Column::IsPrimary.eq(false))
        .order_by_asc(person_email::Column::Id);
    for row in emails.all(db).await? {
        by_id.entry(row.person_id).or_default().other_emails.push(row.address);
    }
    for row in membership::Entity::find().filter(membership::Column::PersonId.is_in(mine())).all(db).await? {
        by_id.entry(row.person_id).or_default().member_since = Some(row.member_since);
    }
    let roles = person_practice_role::Entity::find()
        .filter(person_practice_role::Column::PersonId.is_in(mine()))
        .order_by_desc(person_practice_role::Column::IsMain)
        .order_by_asc(person_practice_role::Column::Id);
    for row in roles.all(db).await? {
        by_id.entry(row.person_id).or_default().roles.push(row.role);
    }
    for row in person_profile::Entity::find().filter(person_profile::Column::PersonId.is_in(mine())).all(db).await? {
        let person_id = row.person_id;
        by_id.entry(person_id).or_default().profile = Some(row);
    }
    let people: Vec<(i64, String)> = person::Entity::find()
        .select_only()
        .columns([person::Column::Id, person::Column::Reference])
        .filter(person::Column::Id.is_in(mine()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(people.into_iter().map(|(id, reference)| (reference, by_id.remove(&id).unwrap_or_default())).collect())
}

/// One export.
pub(super) async fn find_export(db: &impl ConnectionTrait, id: i64) -> Result<Option<member_export::Model>, DbErr> {
    member_export::Entity::find_by_id(id).one(db).await
}

/// One export of this officer; of anybody else's nothing is known.
pub(super) async fn find_own_export(
    db: &impl ConnectionTrait,
    reference: &str,
    officer: i64,
) -> Result<Option<member_export::Model>, DbErr> {
    member_export::Entity::find()
        .filter(member_export::Column::Reference.eq(reference))
        .filter(member_export::Column::RequestedById.eq(officer))
        .one(db)
        .await
}

/// This officer's exports, the newest first.
pub(super) async fn list_own_exports(
    db: &impl ConnectionTrait,
    officer: i64,
) -> Result<Vec<member_export::Model>, DbErr> {
    member_export::Entity::find()
        .filter(member_export::Column::RequestedById.eq(officer))
        .order_by_desc(member_export::Column::Id)
        .limit(50)
        .all(db)
        .await
}
