//! Rows about a person as they may see them in their download, and rows that go with them.

use sea_orm::sea_query::{Alias, Asterisk, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DbErr, FromQueryResult, JsonValue};
use serde_json::Value;

use super::PersonColumn;

/// Ends of names of columns that say nothing about a person: hashes of secrets, shapes for searching, keys of ours.
const NOT_SHOWN: &[&str] = &["_hash", "sealed_seed", "credential", "credential_id", "key_id", "last_step"];

fn is_shown(column: &str) -> bool {
    !NOT_SHOWN.iter().any(|end| column.ends_with(end)) && !column.starts_with("folded_") && column != "digest"
}

/// Every row whose column points at one of these people, without what says nothing about them.
pub async fn rows_as_json(db: &impl ConnectionTrait, at: PersonColumn, ids: &[i64]) -> Result<Vec<Value>, DbErr> {
    let query = Query::select()
        .column(Asterisk)
        .from(Alias::new(at.table))
        .and_where(Expr::col(Alias::new(at.column)).is_in(ids.iter().copied()))
        .to_owned();
    let rows = db.query_all(&query).await?;
    let shown = |row: &sea_orm::QueryResult| {
        let mut row = JsonValue::from_query_result(row, "")?;
        if let Value::Object(columns) = &mut row {
            columns.retain(|column, _| is_shown(column));
        }
        Ok(row)
    };
    rows.iter().map(shown).collect()
}

/// Deletes every row whose column points at one of these people. Says how many.
pub async fn delete_rows(tx: &impl ConnectionTrait, at: PersonColumn, ids: &[i64]) -> Result<u64, DbErr> {
    let delete = Query::delete()
        .from_table(Alias::new(at.table))
        .and_where(Expr::col(Alias::new(at.column)).is_in(ids.iter().copied()))
        .to_owned();
    Ok(tx.execute(&delete).await?.rows_affected())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn secrets_and_shapes_for_searching_are_not_shown() {
        for column in ["password_hash", "token_hash", "sealed_seed", "folded_name", "credential_id"] {
            assert!(!is_shown(column), "{column}");
        }
        for column in ["full_name", "address", "created_at", "reason"] {
            assert!(is_shown(column), "{column}");
        }
    }
}
