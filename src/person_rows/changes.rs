//! Values that a merge of two people changed, kept so that each can be put back where it was.

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Query, SimpleExpr};
use sea_orm::{ConnectionTrait, DbErr};
use serde::{Deserialize, Serialize};

use super::{PersonColumn, move_pointers};
use crate::kernel::Instant;

/// A value of a column, with the type that the database wants.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Kept {
    /// A row's id, or a number.
    Number(i64),
    /// Yes or no.
    Flag(bool),
    /// Words, or none.
    Text(Option<String>),
    /// A day, or none.
    Day(Option<chrono::NaiveDate>),
    /// An instant, or none.
    At(Option<Instant>),
    /// Another row, or none.
    Link(Option<i64>),
}

impl Kept {
    fn value(&self) -> SimpleExpr {
        match self.clone() {
            Self::Number(value) => Expr::value(value),
            Self::Flag(value) => Expr::value(value),
            Self::Text(value) => Expr::value(value),
            Self::Day(value) => Expr::value(value),
            Self::At(value) => Expr::value(value),
            Self::Link(value) => Expr::value(value),
        }
    }

    fn is_null(&self) -> bool {
        matches!(self, Self::Text(None) | Self::Day(None) | Self::At(None) | Self::Link(None))
    }
}

/// One value that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// The table.
    pub table: &'static str,
    /// The row's key.
    pub row_id: i64,
    /// The column.
    pub column: &'static str,
    /// What it was.
    pub before: Kept,
    /// What it is now.
    pub after: Kept,
}

/// Tables whose rows are known by their person.
const KEYED_BY_PERSON: &[&str] = &["person_profile", "directory_entry"];

fn key_of(table: &str) -> &'static str {
    if KEYED_BY_PERSON.contains(&table) { "person_id" } else { "id" }
}

impl Change {
    /// Makes the change, if the value is still the one before. Says whether it was.
    pub async fn make(&self, tx: &impl ConnectionTrait) -> Result<bool, DbErr> {
        set(tx, self, &self.before, &self.after).await
    }

    /// Puts the value back, if nobody has changed it since. Says whether it did.
    pub async fn put_back(&self, tx: &impl ConnectionTrait) -> Result<bool, DbErr> {
        set(tx, self, &self.after, &self.before).await
    }
}

async fn set(tx: &impl ConnectionTrait, change: &Change, from: &Kept, to: &Kept) -> Result<bool, DbErr> {
    let column = || Expr::col(Alias::new(change.column));
    let is_unchanged = if from.is_null() { column().is_null() } else { column().eq(from.value()) };
    let update = Query::update()
        .table(Alias::new(change.table))
        .value(Alias::new(change.column), to.value())
        .and_where(Expr::col(Alias::new(key_of(change.table))).eq(change.row_id))
        .and_where(is_unchanged)
        .to_owned();
    Ok(tx.execute(&update).await?.rows_affected() == 1)
}

/// Moves every pointer of a column from one person to another, and gives the changes.
pub async fn move_all(
    tx: &impl ConnectionTrait,
    at: PersonColumn,
    (from, into): (i64, i64),
) -> Result<Vec<Change>, DbErr> {
    let rows = move_pointers(tx, at, (from, into)).await?;
    let change = |row_id| Change {
        table: at.table,
        row_id,
        column: at.column,
        before: Kept::Number(from),
        after: Kept::Number(into),
    };
    Ok(rows.into_iter().map(change).collect())
}
