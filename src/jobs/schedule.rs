//! Jobs that come round by themselves. Each turn is taken by a conditional update, so several processes agree on one.

use chrono::Duration;
use entity::job_schedule::{ActiveModel, Column, Entity};
use sea_orm::sea_query::{Expr, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use super::queue::{NewJob, enqueue};
use crate::kernel::{Instant, Unexpected};

/// One job that comes round.
#[derive(Clone, Copy, Debug)]
pub struct Scheduled {
    /// The job's name; its payload is empty.
    pub name: &'static str,
    /// From one turn to the next; the first is at start.
    pub every: Duration,
}

/// Enqueues whatever is due. The next turn counts from now, so time missed is not made up in a burst.
pub async fn enqueue_due(db: &impl ConnectionTrait, schedule: &[Scheduled], now: Instant) -> Result<(), Unexpected> {
    for turn in schedule {
        let row = ActiveModel { name: Set(turn.name.to_owned()), next_run_at: Set(now), last_run_at: Set(None) };
        Entity::insert(row).on_conflict(OnConflict::new().do_nothing().to_owned()).exec_without_returning(db).await?;
        let taken = Entity::update_many()
            .col_expr(Column::NextRunAt, Expr::value(now + turn.every))
            .col_expr(Column::LastRunAt, Expr::value(now))
            .filter(Column::Name.eq(turn.name))
            .filter(Column::NextRunAt.lte(now))
            .exec(db)
            .await?;
        if taken.rows_affected == 1 {
            enqueue(db, NewJob::new(turn.name, &serde_json::json!({}))?.once(format!("schedule:{}", turn.name)), now)
                .await?;
        }
    }
    Ok(())
}

/// Whether any turn is due; asked on the reader so that an idle worker writes nothing.
pub async fn is_due(db: &impl ConnectionTrait, schedule: &[Scheduled], now: Instant) -> Result<bool, Unexpected> {
    let rows = Entity::find().all(db).await?;
    Ok(schedule
        .iter()
        .any(|turn| rows.iter().find(|row| row.name == turn.name).is_none_or(|row| row.next_run_at <= now)))
}
