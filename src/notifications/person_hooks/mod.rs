//! This feature's part of what is kept of a person (D27): the messages sent to them.

mod queries;
mod store;

use sea_orm::ConnectionTrait;
use serde_json::Value;

use super::deliver::address_hash;
use crate::kernel::{Instant, Unexpected};
use crate::person_rows::{Change, PersonColumn, move_all};

/// Tables with a column that points to a person which these hooks answer for.
pub const TABLES: &[&str] = &["outbox_message"];

/// Messages to these people, with what they told.
pub async fn export(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Value, Unexpected> {
    queries::export(db, ids).await
}

/// Empties their messages, sends none that still waits, and remembers by a keyed hash that these addresses want no news.
pub async fn erase(
    tx: &impl ConnectionTrait,
    ids: &[i64],
    addresses: &[String],
    (secret_key, now): (&str, Instant),
) -> Result<(), Unexpected> {
    store::erase(tx, ids, addresses, now).await?;
    for address in addresses {
        super::store::flag_address(tx, &address_hash(secret_key, address), "erased", now).await?;
    }
    Ok(())
}

/// Messages go over to the record that is left.
pub async fn merge(tx: &impl ConnectionTrait, pair: (i64, i64)) -> Result<Vec<Change>, Unexpected> {
    Ok(move_all(tx, PersonColumn { table: "outbox_message", column: "person_id" }, pair).await?)
}
