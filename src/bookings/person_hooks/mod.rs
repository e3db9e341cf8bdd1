//! This feature's part of what is kept of a person (D27): the bookings they made and the places they have.

mod queries;
mod store;

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::bookings::needs;
use crate::bookings::questions::queries::answers_for_export;
use crate::kernel::{Instant, SealingSecrets, Unexpected};
use crate::person_rows::{Change, PersonColumn, move_all, rows_as_json};

pub use queries::has_places_ahead;

/// Tables with a column that points to a person which these hooks answer for.
pub const TABLES: &[&str] = &[
    "booking",
    "place",
    "place_cancellation",
    "join_block",
    "place_invitation",
    "place_naming",
    "place_change",
    "place_move",
    "event_change",
    "event_change_notice",
    "waiting_entry",
    "refund_policy",
    "discount_code",
];

/// Bookings these people made, places they have, what they answered, and what they need, which `sealing` opens. Names of others
/// on their bookings are left out.
pub async fn export(
    db: &impl ConnectionTrait,
    ids: &[i64],
    sealing: Option<SealingSecrets<'_>>,
) -> Result<Value, Unexpected> {
    let mut all = queries::export(db, ids).await?;
    all["answers"] = answers_for_export(db, ids).await?;
    all["refund_policies"] = written(db, "refund_policy", ids).await?;
    all["discount_codes"] = written(db, "discount_code", ids).await?;
    all["needs"] = needs::person_hooks::export(db, ids, sealing).await?;
    Ok(all)
}

/// What these people wrote for the charity as officers; that they did stays written.
async fn written(db: &impl ConnectionTrait, table: &'static str, ids: &[i64]) -> Result<Value, Unexpected> {
    let rows = rows_as_json(db, PersonColumn { table, column: "created_by_id" }, ids).await?;
    Ok(rows.into_iter().map(|row| json!({ "name": row["name"], "created_at": row["created_at"] })).collect())
}

/// Forgets who booked and who came; what was sold, and for how much, stays.
pub async fn erase(
    tx: &impl ConnectionTrait,
    ids: &[i64],
    addresses: &[String],
    now: Instant,
) -> Result<(), Unexpected> {
    store::erase(tx, ids, addresses, now).await
}

/// Bookings and places go over to the record that is left. Who acted when stays written as it was.
pub async fn merge(tx: &impl ConnectionTrait, pair: (i64, i64)) -> Result<Vec<Change>, Unexpected> {
    let mut changes = Vec::new();
    for at in [
        PersonColumn { table: "booking", column: "booker_person_id" },
        PersonColumn { table: "place", column: "person_id" },
        PersonColumn { table: "waiting_entry", column: "person_id" },
    ] {
        changes.extend(move_all(tx, at, pair).await?);
    }
    changes.extend(needs::person_hooks::merge(tx, pair).await?);
    Ok(changes)
}
