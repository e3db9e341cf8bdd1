//! This feature's part of what is kept of a person (D27): what they did, and what officers did with their record.

mod queries;

use sea_orm::ConnectionTrait;
use serde_json::Value;

use super::seal::empty_values_of;
use crate::kernel::Unexpected;

/// Tables with a column that points to a person which these hooks answer for. Entries are sealed and name nobody; the values
/// beside them can be emptied without breaking the seal (D28).
pub const TABLES: &[&str] = &["audit_entry"];

/// What these people did and what was done with their record.
pub async fn export(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Value, Unexpected> {
    queries::export(db, ids).await
}

/// Empties the values of every entry about these rows.
pub async fn erase(tx: &impl ConnectionTrait, subjects: &[(&str, i64)]) -> Result<(), Unexpected> {
    for (kind, id) in subjects {
        empty_values_of(tx, kind, *id).await?;
    }
    Ok(())
}
