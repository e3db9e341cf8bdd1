//! Rate limits, kept in the database so that several processes agree (D26). Fixed windows, one row each.

use chrono::{Duration, DurationRound};
use entity::rate_limit::{ActiveModel, Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::kernel::{Instant, Unexpected};

/// A limit: at most `most` hits in each `window`.
#[derive(Clone, Copy, Debug)]
pub struct Limit {
    /// What is limited; with the subject it names the bucket.
    pub what: &'static str,
    /// Hits allowed in a window.
    pub most: i32,
    /// The window's length.
    pub window: Duration,
}

/// Counts one hit for `subject`. `Err(seconds)` when the limit is passed: try again after so long.
pub async fn hit(
    db: &impl ConnectionTrait,
    limit: Limit,
    subject: &str,
    now: Instant,
) -> Result<Result<(), u32>, Unexpected> {
    let window_starts_at = now.duration_trunc(limit.window)?;
    let bucket = format!("{}:{subject}", limit.what);
    let row = ActiveModel {
        bucket: Set(bucket),
        window_starts_at: Set(window_starts_at),
        hits: Set(1),
        ..Default::default()
    };
    let add_one = OnConflict::columns([Column::Bucket, Column::WindowStartsAt])
        .value(Column::Hits, Expr::col((Entity, Column::Hits)).add(1))
        .to_owned();
    let hits = Entity::insert(row).on_conflict(add_one).exec_with_returning(db).await?.hits;
    if hits <= limit.most {
        return Ok(Ok(()));
    }
    let left = (window_starts_at + limit.window - now).num_seconds();
    Ok(Err(u32::try_from(std::cmp::max(left, 1)).unwrap_or(u32::MAX)))
}

/// Forgets windows that began before `before`.
pub async fn delete_old(db: &impl ConnectionTrait, before: Instant) -> Result<u64, Unexpected> {
    Ok(Entity::delete_many().filter(Column::WindowStartsAt.lt(before)).exec(db).await?.rows_affected)
}
