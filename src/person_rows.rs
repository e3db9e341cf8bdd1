//! Follows a column that points to a person, whatever the table: who is pointed at, move the pointers, put a value back. The
//! one module that builds statements from names of tables; the names come from constants of ours, never from a request.

mod changes;
mod shown;

use std::collections::BTreeSet;

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query};
use sea_orm::{ConnectionTrait, DbErr};

pub use changes::{Change, Kept, move_all};
pub use shown::{delete_rows, rows_as_json};

/// A column that holds the id of a person.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PersonColumn {
    /// The table.
    pub table: &'static str,
    /// The column.
    pub column: &'static str,
}

/// Which of these people the column points at.
pub async fn pointed_at(db: &impl ConnectionTrait, at: PersonColumn, ids: &[i64]) -> Result<BTreeSet<i64>, DbErr> {
    let query = Query::select()
        .distinct()
        .column(Alias::new(at.column))
        .from(Alias::new(at.table))
        .and_where(Expr::col(Alias::new(at.column)).is_in(ids.iter().copied()))
        .to_owned();
    let rows = db.query_all(&query).await?;
    rows.iter().map(|row| row.try_get_by_index::<i64>(0)).collect()
}

/// Ids of the rows whose column points at the person.
pub async fn rows_of(db: &impl ConnectionTrait, at: PersonColumn, person_id: i64) -> Result<Vec<i64>, DbErr> {
    let query = Query::select()
        .column(Alias::new("id"))
        .from(Alias::new(at.table))
        .and_where(Expr::col(Alias::new(at.column)).eq(person_id))
        .order_by(Alias::new("id"), sea_orm::sea_query::Order::Asc)
        .to_owned();
    let rows = db.query_all(&query).await?;
    rows.iter().map(|row| row.try_get_by_index::<i64>(0)).collect()
}

/// Makes the pointers of these rows point at somebody else. Says how many did.
pub async fn point_at(
    db: &impl ConnectionTrait,
    at: PersonColumn,
    rows: &[i64],
    (from, into): (i64, i64),
) -> Result<u64, DbErr> {
    let update = Query::update()
        .table(Alias::new(at.table))
        .value(Alias::new(at.column), into)
        .and_where(Expr::col(Alias::new("id")).is_in(rows.iter().copied()))
        .and_where(Expr::col(Alias::new(at.column)).eq(from))
        .to_owned();
    Ok(db.execute(&update).await?.rows_affected())
}

/// Makes every pointer of the column that points at one person point at another, and gives the rows that did.
pub async fn move_pointers(
    tx: &impl ConnectionTrait,
    at: PersonColumn,
    (from, into): (i64, i64),
) -> Result<Vec<i64>, DbErr> {
    let rows = rows_of(tx, at, from).await?;
    if !rows.is_empty() {
        point_at(tx, at, &rows, (from, into)).await?;
    }
    Ok(rows)
}
