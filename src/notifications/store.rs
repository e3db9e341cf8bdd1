//! Statements of delivery: what became of a message, which addresses refuse mail, and what is forgotten afterwards.

use std::collections::HashSet;

use entity::{delivery_attempt, outbox_message, person, person_email, suppressed_address};
use outbox_message::{Column, Entity, Model};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait,
};
use serde_json::Value;

use super::render::QueuedMessage;
use crate::kernel::unexpected::Context;
use crate::kernel::{EmailAddress, Instant, Unexpected};

/// How an attempt ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    Accepted,
    TemporaryFailure,
    PermanentFailure,
}

impl Outcome {
    fn word(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::TemporaryFailure => "temporary_failure",
            Self::PermanentFailure => "permanent_failure",
        }
    }
}

/// The message, if it still waits to be delivered.
pub(super) async fn find_queued(db: &impl ConnectionTrait, id: i64) -> Result<Option<QueuedMessage>, Unexpected> {
    let row = Entity::find_by_id(id).filter(Column::State.eq("queued")).one(db).await?;
    row.map(queued_message).transpose()
}

fn queued_message(row: Model) -> Result<QueuedMessage, Unexpected> {
    Ok(QueuedMessage {
        id: row.id,
        template: row.template,
        is_marketing: row.kind == "marketing",
        to_name: row.to_name.unwrap_or_default(),
        to_address: row.to_address.context("the address of a queued message is gone")?,
        data: row.data.unwrap_or_default(),
        uuid: row.message_id,
        created_at: row.created_at,
    })
}

/// Notes one attempt.
pub(super) async fn insert_attempt(
    tx: &impl ConnectionTrait,
    id: i64,
    outcome: Outcome,
    detail: &str,
    now: Instant,
) -> Result<(), DbErr> {
    let row = delivery_attempt::ActiveModel {
        outbox_message_id: Set(id),
        at: Set(now),
        outcome: Set(outcome.word().to_owned()),
        detail: Set(detail.to_owned()),
        ..Default::default()
    };
    delivery_attempt::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Marks a message sent, unless somebody was first.
pub(super) async fn mark_sent(tx: &impl ConnectionTrait, id: i64, now: Instant) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value("sent"))
        .col_expr(Column::SentAt, Expr::value(now))
        .col_expr(Column::LastError, Expr::value(None::<String>))
        .filter(still_queued(id))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Gives a message up, unless somebody was first.
pub(super) async fn mark_failed(tx: &impl ConnectionTrait, id: i64, error: &str) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value("failed"))
        .col_expr(Column::LastError, Expr::value(error))
        .filter(still_queued(id))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Says why a message still waits.
pub(super) async fn note_delay(tx: &impl ConnectionTrait, id: i64, error: &str) -> Result<(), DbErr> {
    Entity::update_many().col_expr(Column::LastError, Expr::value(error)).filter(still_queued(id)).exec(tx).await?;
    Ok(())
}

/// Puts a failed message back, if its data is still there.
pub(super) async fn mark_queued_again(tx: &impl ConnectionTrait, id: i64) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value("queued"))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq("failed"))
        .filter(Column::WipedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

fn still_queued(id: i64) -> Condition {
    Condition::all().add(Column::Id.eq(id)).add(Column::State.eq("queued"))
}

/// Whether the message is for somebody who has died, by their record or by an address of theirs: then it is not sent.
pub(super) async fn is_for_the_dead(db: &impl ConnectionTrait, message: &QueuedMessage) -> Result<bool, DbErr> {
    let named = Entity::find().select_only().column(Column::PersonId).filter(Column::Id.eq(message.id));
    let mut whose = Condition::any().add(person::Column::Id.in_subquery(named.into_query()));
    if let Ok(address) = EmailAddress::parse(&message.to_address) {
        let owners = person_email::Entity::find()
            .select_only()
            .column(person_email::Column::PersonId)
            .filter(person_email::Column::FoldedAddress.eq(address.folded()));
        whose = whose.add(person::Column::Id.in_subquery(owners.into_query()));
    }
    let dead = person::Entity::find().filter(person::Column::DiedOn.is_not_null()).filter(whose);
    Ok(dead.one(db).await?.is_some())
}

/// Whether mail to the address was refused for good before.
pub(super) async fn is_flagged(db: &impl ConnectionTrait, address_hash: &str) -> Result<bool, DbErr> {
    Ok(suppressed_address::Entity::find_by_id(address_hash).one(db).await?.is_some())
}

/// Every address that refuses mail, by its hash: few at any time, because a flag goes with the next letter that is taken.
pub(super) async fn all_flagged(db: &impl ConnectionTrait) -> Result<HashSet<String>, DbErr> {
    use suppressed_address::{Column, Entity};
    let hashes: Vec<String> = Entity::find().select_only().column(Column::AddressHash).into_tuple().all(db).await?;
    Ok(hashes.into_iter().collect())
}

/// Remembers that the address refuses mail; the latest reason counts.
pub(super) async fn flag_address(
    tx: &impl ConnectionTrait,
    address_hash: &str,
    reason: &str,
    now: Instant,
) -> Result<(), DbErr> {
    use suppressed_address::Column;
    let row = suppressed_address::ActiveModel {
        address_hash: Set(address_hash.to_owned()),
        reason: Set(reason.to_owned()),
        created_at: Set(now),
    };
    let again = OnConflict::column(Column::AddressHash).update_columns([Column::Reason, Column::CreatedAt]).to_owned();
    suppressed_address::Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}

/// The address took mail again.
pub(super) async fn lift_flag(tx: &impl ConnectionTrait, address_hash: &str) -> Result<(), DbErr> {
    suppressed_address::Entity::delete_by_id(address_hash).exec(tx).await?;
    Ok(())
}

/// Empties up to `most` messages that ended before `before` (sent then, or given up and made then). What was sent to whom
/// and when stays, with the address masked. Says how many it emptied.
pub(super) async fn wipe_some(
    tx: &impl ConnectionTrait,
    before: Instant,
    most: u64,
    now: Instant,
) -> Result<u64, DbErr> {
    let sent = Condition::all().add(Column::State.eq("sent")).add(Column::SentAt.lt(before));
    let failed = Condition::all().add(Column::State.eq("failed")).add(Column::CreatedAt.lt(before));
    let old = Entity::find()
        .filter(Column::WipedAt.is_null())
        .filter(Condition::any().add(sent).add(failed))
        .order_by_asc(Column::Id)
        .limit(most)
        .all(tx)
        .await?;
    let mut wiped = 0;
    for row in old {
        let masked = row
            .to_address
            .as_deref()
            .and_then(|address| EmailAddress::parse(address).ok())
            .map(|address| address.masked());
        let done = Entity::update_many()
            .col_expr(Column::Data, Expr::value(None::<Value>))
            .col_expr(Column::ToName, Expr::value(None::<String>))
            .col_expr(Column::ToAddress, Expr::value(masked))
            .col_expr(Column::WipedAt, Expr::value(now))
            .filter(Column::Id.eq(row.id))
            .exec(tx)
            .await?;
        wiped += done.rows_affected;
    }
    Ok(wiped)
}
