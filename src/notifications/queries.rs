//! Reads of the outbox for the back office.

use chrono::Duration;
use entity::outbox_message::{Column, Entity, Model};
use entity::suppressed_address;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    Select,
};

use crate::kernel::Instant;

/// A message as officers see it; never what it says.
#[derive(Clone, Debug)]
pub struct OutboxRow {
    /// The row.
    pub id: i64,
    /// The email's folder.
    pub template: String,
    /// The recipient's name; none once it is wiped.
    pub to_name: Option<String>,
    /// The recipient's address; masked once the rest is wiped.
    pub to_address: Option<String>,
    /// Why it was not accepted, last time.
    pub last_error: Option<String>,
    /// When it was queued.
    pub created_at: Instant,
    /// When it was accepted.
    pub sent_at: Option<Instant>,
    /// When its data was forgotten; it cannot be sent again after that.
    pub wiped_at: Option<Instant>,
}

/// How many messages there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OutboxCounts {
    /// Waiting.
    pub queued: u64,
    /// Given up.
    pub failed: u64,
    /// Accepted in the last 24 hours.
    pub sent_today: u64,
    /// Addresses that refuse mail.
    pub flagged: u64,
}

/// Counts the outbox.
pub async fn count_messages(db: &impl ConnectionTrait, now: Instant) -> Result<OutboxCounts, DbErr> {
    Ok(OutboxCounts {
        queued: in_state("queued").count(db).await?,
        failed: in_state("failed").count(db).await?,
        sent_today: in_state("sent").filter(Column::SentAt.gt(now - Duration::hours(24))).count(db).await?,
        flagged: suppressed_address::Entity::find().count(db).await?,
    })
}

/// Messages that wait, the oldest first.
pub async fn list_queued(db: &impl ConnectionTrait, most: u64) -> Result<Vec<OutboxRow>, DbErr> {
    rows(db, in_state("queued").order_by_asc(Column::Id), most).await
}

/// Messages given up, the newest first.
pub async fn list_failed(db: &impl ConnectionTrait, most: u64) -> Result<Vec<OutboxRow>, DbErr> {
    rows(db, in_state("failed").order_by_desc(Column::Id), most).await
}

/// Messages accepted, the newest first.
pub async fn list_sent(db: &impl ConnectionTrait, most: u64) -> Result<Vec<OutboxRow>, DbErr> {
    rows(db, in_state("sent").order_by_desc(Column::CreatedAt).order_by_desc(Column::Id), most).await
}

/// Messages to one person, the newest first.
pub async fn list_to_person(db: &impl ConnectionTrait, person_id: i64, most: u64) -> Result<Vec<OutboxRow>, DbErr> {
    rows(db, Entity::find().filter(Column::PersonId.eq(person_id)).order_by_desc(Column::Id), most).await
}

fn in_state(state: &str) -> Select<Entity> {
    Entity::find().filter(Column::State.eq(state))
}

async fn rows(db: &impl ConnectionTrait, select: Select<Entity>, most: u64) -> Result<Vec<OutboxRow>, DbErr> {
    let row = |row: Model| OutboxRow {
        id: row.id,
        template: row.template,
        to_name: row.to_name,
        to_address: row.to_address,
        last_error: row.last_error,
        created_at: row.created_at,
        sent_at: row.sent_at,
        wiped_at: row.wiped_at,
    };
    Ok(select.limit(most).all(db).await?.into_iter().map(row).collect())
}

/// Messages with these dedupe keys, the oldest first; a key that ends in a colon stands for all that begin so. Keys outlive what
/// the messages said and whom they went to.
pub async fn list_with_keys(db: &impl ConnectionTrait, keys: &[String]) -> Result<Vec<OutboxRow>, DbErr> {
    let mut any = Condition::any();
    for key in keys {
        let is_it = if key.ends_with(':') { Column::DedupeKey.starts_with(key) } else { Column::DedupeKey.eq(key) };
        any = any.add(is_it);
    }
    rows(db, Entity::find().filter(any).order_by_asc(Column::Id), 200).await
}

/// Where a message was to go; none once it is forgotten.
pub async fn address_of(db: &impl ConnectionTrait, outbox_message_id: i64) -> Result<Option<String>, DbErr> {
    let row = Entity::find_by_id(outbox_message_id).one(db).await?;
    Ok(row.and_then(|row| row.to_address))
}
