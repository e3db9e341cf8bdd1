//! This feature's part of what is kept of a person (D27): the enquiries they made for their authority.

mod queries;
mod store;

use sea_orm::ConnectionTrait;
use serde_json::Value;

use crate::kernel::{Instant, Unexpected};
use crate::person_rows::{Change, PersonColumn, move_all};

/// Tables with a column that points to a person which these hooks answer for.
pub const TABLES: &[&str] = &["in_house_enquiry", "in_house_note", "in_house_quote"];

/// Enquiries these people made while signed in.
pub async fn export(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Value, Unexpected> {
    queries::export(db, ids).await
}

/// Forgets who asked, by record and by address; what was agreed with their authority stays.
pub async fn erase(
    tx: &impl ConnectionTrait,
    ids: &[i64],
    addresses: &[String],
    now: Instant,
) -> Result<(), Unexpected> {
    store::erase(tx, ids, addresses, now).await
}

/// Enquiries go over to the record that is left. Which officer wrote what stays written as it was.
pub async fn merge(tx: &impl ConnectionTrait, pair: (i64, i64)) -> Result<Vec<Change>, Unexpected> {
    Ok(move_all(tx, PersonColumn { table: "in_house_enquiry", column: "person_id" }, pair).await?)
}
