//! This feature's part of what is kept of a person (D27): what they were charged, paid and got back.

mod queries;
mod store;

use sea_orm::ConnectionTrait;
use serde_json::Value;

use crate::kernel::Unexpected;
use crate::person_rows::{Change, PersonColumn, move_all};

/// Tables with a column that points to a person which these hooks answer for.
pub const TABLES: &[&str] =
    &["charge", "payment", "refund", "customer", "charge_billing", "write_off", "ledger_transaction", "payout"];

/// Charges to these people, with lines, payments and refunds.
pub async fn export(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Value, Unexpected> {
    queries::export(db, ids).await
}

/// Forgets what the accounts do not need: what was sent to the card processor and what it told us. The charge keeps the payer's
/// name and address, as the accounts must, until its own time is over (DP-13).
pub async fn erase(tx: &impl ConnectionTrait, ids: &[i64], addresses: &[String]) -> Result<(), Unexpected> {
    store::erase(tx, ids, addresses).await
}

/// Charges go over to the record that is left.
pub async fn merge(tx: &impl ConnectionTrait, pair: (i64, i64)) -> Result<Vec<Change>, Unexpected> {
    Ok(move_all(tx, PersonColumn { table: "charge", column: "payer_person_id" }, pair).await?)
}
