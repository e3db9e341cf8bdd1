//! This feature's part of what is kept of a person (D27): the news they wrote or changed, which the charity has published.

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use crate::kernel::Unexpected;
use crate::person_rows::{PersonColumn, rows_as_json};

/// Tables with a column that points to a person which these hooks answer for. Who wrote a post stays written: the words are the
/// charity's, the row names nobody, and a merged or erased record is still found by its id.
pub const TABLES: &[&str] = &["post", "post_revision"];

/// Posts these people began.
pub async fn export(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Value, Unexpected> {
    let posts = rows_as_json(db, PersonColumn { table: "post", column: "created_by_id" }, ids).await?;
    let shown =
        |post: Value| json!({ "title": post["title"], "state": post["state"], "created_at": post["created_at"] });
    Ok(posts.into_iter().map(shown).collect())
}
