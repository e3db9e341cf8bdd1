//! Statements on directory entries and relayed messages.

use entity::{directory_entry, relayed_message};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::entry::DirectoryEntry;
use super::interest::Interest;
use crate::kernel::Instant;

/// Writes somebody's choices, in place of those before.
pub(super) async fn put_entry(
    tx: &impl ConnectionTrait,
    person_id: i64,
    entry: &DirectoryEntry,
    now: Instant,
) -> Result<(), DbErr> {
    use directory_entry::{ActiveModel, Column, Entity};
    let row = ActiveModel {
        person_id: Set(person_id),
        is_listed: Set(entry.is_listed),
        name_level: Set(entry.name_level.word().to_owned()),
        region_level: Set(entry.region_level.word().to_owned()),
        employer_level: Set(entry.employer_level.word().to_owned()),
        roles_level: Set(entry.roles_level.word().to_owned()),
        interests_level: Set(entry.interests_level.word().to_owned()),
        about_level: Set(entry.about_level.word().to_owned()),
        takes_messages: Set(entry.takes_messages),
        interests: Set(Interest::store(&entry.interests)),
        about: Set(entry.about.clone()),
        updated_at: Set(now),
    };
    let replace = OnConflict::column(Column::PersonId)
        .update_columns([
            Column::IsListed,
            Column::NameLevel,
            Column::RegionLevel,
            Column::EmployerLevel,
            Column::RolesLevel,
            Column::InterestsLevel,
            Column::AboutLevel,
            Column::TakesMessages,
            Column::Interests,
            Column::About,
            Column::UpdatedAt,
        ])
        .to_owned();
    Entity::insert(row).on_conflict(replace).exec_without_returning(tx).await?;
    Ok(())
}

/// Takes somebody out of the directory and keeps their choices.
pub(super) async fn mark_hidden(tx: &impl ConnectionTrait, person_id: i64, now: Instant) -> Result<(), DbErr> {
    use directory_entry::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::IsListed, Expr::value(false))
        .col_expr(Column::UpdatedAt, Expr::value(now))
        .filter(Column::PersonId.eq(person_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Notes that a message was relayed; what it says is kept by nobody but the outbox, for a while.
pub(super) async fn insert_relayed(
    tx: &impl ConnectionTrait,
    (sender_id, recipient_id): (i64, i64),
    now: Instant,
) -> Result<i64, DbErr> {
    let row = relayed_message::ActiveModel {
        sender_person_id: Set(sender_id),
        recipient_person_id: Set(recipient_id),
        sent_at: Set(now),
        ..Default::default()
    };
    Ok(relayed_message::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// Notes that the recipient reported a message. False when they had before.
pub(super) async fn mark_reported(tx: &impl ConnectionTrait, id: i64, now: Instant) -> Result<bool, DbErr> {
    use relayed_message::{Column, Entity};
    let done = Entity::update_many()
        .col_expr(Column::ReportedAt, Expr::value(now))
        .filter(Column::Id.eq(id))
        .filter(Column::ReportedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}
