//! The webhook inbox's rows.

pub use entity::webhook_event::Model as WebhookEventRow;
use entity::webhook_event::{ActiveModel, Column as C, Entity};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};

/// A message about to be stored.
#[derive(Clone, Debug)]
pub struct NewEvent<'a> {
    /// Stripe's id, unique here.
    pub provider_event_id: &'a str,
    /// Stripe's word for what happened.
    pub kind: &'a str,
    /// The raw body.
    pub body: &'a str,
}

/// Stores a message under its unique id. None when it is there already.
pub async fn insert_event(
    tx: &impl ConnectionTrait,
    new: NewEvent<'_>,
    now: Instant,
) -> Result<Option<i64>, Unexpected> {
    let row = ActiveModel {
        provider_event_id: Set(new.provider_event_id.to_owned()),
        kind: Set(new.kind.to_owned()),
        body: Set(new.body.to_owned()),
        received_at: Set(now),
        ..Default::default()
    };
    let known = OnConflict::column(C::ProviderEventId).do_nothing().to_owned();
    if Entity::insert(row).on_conflict(known).exec_without_returning(tx).await? == 0 {
        return Ok(None);
    }
    let written = Entity::find().filter(C::ProviderEventId.eq(new.provider_event_id)).one(tx).await?;
    Ok(written.map(|row| row.id))
}

/// Whether a message with this id is stored.
pub async fn is_known(db: &impl ConnectionTrait, provider_event_id: &str) -> Result<bool, Unexpected> {
    Ok(Entity::find().filter(C::ProviderEventId.eq(provider_event_id)).one(db).await?.is_some())
}

/// A message that must exist.
pub async fn load_event(db: &impl ConnectionTrait, id: i64) -> Result<WebhookEventRow, Unexpected> {
    let found = Entity::find_by_id(id).one(db).await?;
    found.with_context(|| format!("there is no webhook event {id}"))
}

/// Notes what became of a message. The first outcome stays.
pub async fn mark_processed(tx: &impl ConnectionTrait, id: i64, outcome: &str, now: Instant) -> Result<(), Unexpected> {
    Entity::update_many()
        .col_expr(C::ProcessedAt, Expr::value(now))
        .col_expr(C::Outcome, Expr::value(outcome))
        .filter(C::Id.eq(id))
        .filter(C::ProcessedAt.is_null())
        .exec(tx)
        .await?;
    Ok(())
}

fn read_before(before: Instant) -> Condition {
    Condition::all().add(C::ProcessedAt.lt(before)).add(C::Body.ne(""))
}

/// Whether a message read before this instant still has its body.
pub async fn has_bodies_before(db: &impl ConnectionTrait, before: Instant) -> Result<bool, Unexpected> {
    Ok(Entity::find().filter(read_before(before)).limit(1).one(db).await?.is_some())
}

/// Empties the bodies of messages read before this instant.
pub async fn wipe_bodies_before(tx: &impl ConnectionTrait, before: Instant) -> Result<(), Unexpected> {
    Entity::update_many().col_expr(C::Body, Expr::value("")).filter(read_before(before)).exec(tx).await?;
    Ok(())
}
