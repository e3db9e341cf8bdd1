//! Statements on the queue. A job is claimed by a conditional update and carries a fence: a worker that was away too
//! long cannot finish what another has taken over.

use chrono::Duration;
use entity::job::{ActiveModel, Column, Entity, Model};
use entity::worker_heartbeat;
use sea_orm::sea_query::{Expr, ExprTrait, LockBehavior, LockType, OnConflict, SimpleExpr};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};
use serde::Serialize;

use crate::kernel::{Instant, Unexpected};

/// How long a claim lasts before another worker may take the job over.
pub const LEASE: Duration = Duration::seconds(60);

/// What goes before what, among jobs that are due.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Priority {
    /// Somebody sits before a screen and waits, for a code to sign in.
    Soon,
    /// Everything else.
    #[default]
    Usual,
    /// One of very many: letters of a date called off, reminders of a night, money on its way back.
    Bulk,
}

impl Priority {
    /// In the order in which they go.
    pub const ALL: [Self; 3] = [Self::Soon, Self::Usual, Self::Bulk];

    /// As a figure is named.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Soon => "soon",
            Self::Usual => "usual",
            Self::Bulk => "bulk",
        }
    }

    /// As it is stored: the lower, the sooner.
    pub(super) const fn rank(self) -> i32 {
        match self {
            Self::Soon => 0,
            Self::Usual => 1,
            Self::Bulk => 2,
        }
    }
}

/// A job to be enqueued.
#[derive(Clone, Debug)]
pub struct NewJob {
    name: &'static str,
    payload: serde_json::Value,
    run_at: Option<Instant>,
    dedupe_key: Option<String>,
    max_attempts: i32,
    priority: Priority,
}

impl NewJob {
    /// A job that runs as soon as possible and is tried 12 times (about a day of back-off).
    pub fn new(name: &'static str, payload: &impl Serialize) -> Result<Self, Unexpected> {
        Ok(Self {
            name,
            payload: serde_json::to_value(payload)?,
            run_at: None,
            dedupe_key: None,
            max_attempts: 12,
            priority: Priority::Usual,
        })
    }

    /// Before or after others that are due.
    #[must_use]
    pub fn priority(mut self, priority: Priority) -> Self {
        self.priority = priority;
        self
    }

    /// Not before this instant.
    #[must_use]
    pub fn at(mut self, run_at: Instant) -> Self {
        self.run_at = Some(run_at);
        self
    }

    /// While a job with this key is waiting or running, another is not added.
    #[must_use]
    pub fn once(mut self, key: impl Into<String>) -> Self {
        self.dedupe_key = Some(key.into());
        self
    }

    /// After this many failures the job is dead and waits for a person.
    #[must_use]
    pub fn attempts(mut self, most: i32) -> Self {
        self.max_attempts = most;
        self
    }
}

/// Adds a job in the caller's transaction.
pub async fn enqueue(db: &impl ConnectionTrait, job: NewJob, now: Instant) -> Result<(), DbErr> {
    enqueue_all(db, vec![job], now).await
}

/// Adds jobs in the caller's transaction, in one statement.
pub async fn enqueue_all(db: &impl ConnectionTrait, jobs: Vec<NewJob>, now: Instant) -> Result<(), DbErr> {
    if jobs.is_empty() {
        return Ok(());
    }
    let row = |job: NewJob| ActiveModel {
        name: Set(job.name.to_owned()),
        payload: Set(job.payload),
        dedupe_key: Set(job.dedupe_key),
        state: Set("ready".to_owned()),
        priority: Set(job.priority.rank()),
        run_at: Set(job.run_at.unwrap_or(now)),
        attempts: Set(0),
        max_attempts: Set(job.max_attempts),
        created_at: Set(now),
        ..Default::default()
    };
    let known = OnConflict::new().do_nothing().to_owned();
    Entity::insert_many(jobs.into_iter().map(row)).on_conflict(known).exec_without_returning(db).await?;
    Ok(())
}

fn is_ready(now: Instant) -> SimpleExpr {
    Column::State.eq("ready").and(Column::RunAt.lte(now))
}

fn has_run_out(now: Instant) -> SimpleExpr {
    Column::State.eq("claimed").and(Column::ClaimedUntil.lte(now))
}

/// The questions a claim asks, one after the other, until one is answered. Each reads the beginning of an index; all in one would
/// sort everything that waits for every claim. What a lost worker held is never much, and may be anything: it comes second.
fn due_in_order(now: Instant) -> [SimpleExpr; 4] {
    let [soon, usual, bulk] = Priority::ALL.map(|each| is_ready(now).and(Column::Priority.eq(each.rank())));
    [soon, has_run_out(now), usual, bulk]
}

/// The one that has waited longest. On PostgreSQL it is locked, and those that another worker is just claiming are passed over;
/// on SQLite there is one writer at a time.
fn longest_waiting(which: SimpleExpr) -> Select<Entity> {
    Entity::find().filter(which).order_by_asc(Column::RunAt).order_by_asc(Column::Id).limit(1)
}

/// Takes the job that comes first, if any is due: by priority, then the one that has waited longest. A claim that ran out counts
/// as a failed attempt.
pub async fn claim_next(db: &impl ConnectionTrait, worker: &str, now: Instant) -> Result<Option<Model>, DbErr> {
    for which in due_in_order(now) {
        let locked = longest_waiting(which).lock_with_behavior(LockType::NoKeyUpdate, LockBehavior::SkipLocked);
        let Some(job) = locked.one(db).await? else { continue };
        let done = Entity::update_many()
            .col_expr(Column::State, Expr::value("claimed"))
            .col_expr(Column::ClaimedBy, Expr::value(worker))
            .col_expr(Column::ClaimedUntil, Expr::value(now + LEASE))
            .col_expr(Column::Attempts, Expr::col(Column::Attempts).add(1))
            .filter(Column::Id.eq(job.id))
            .filter(Column::Attempts.eq(job.attempts))
            .exec(db)
            .await?;
        if done.rows_affected == 1 {
            return Ok(Some(Model { attempts: job.attempts + 1, ..job }));
        }
    }
    Ok(None)
}

/// Whether anything is due, without taking it.
pub async fn is_anything_due(db: &impl ConnectionTrait, now: Instant) -> Result<bool, DbErr> {
    let ranked = Column::Priority.is_in(Priority::ALL.map(Priority::rank));
    let due = Condition::any().add(is_ready(now).and(ranked)).add(has_run_out(now));
    Ok(Entity::find().filter(due).limit(1).one(db).await?.is_some())
}

/// What became of an attempt.
#[derive(Clone, Debug)]
pub enum Ending {
    /// It is done.
    Done,
    /// It failed; try again at this instant.
    Again {
        /// When.
        at: Instant,
        /// What went wrong.
        error: String,
    },
    /// Nothing is wrong, it is too early: this attempt does not count.
    Later {
        /// When.
        at: Instant,
    },
    /// It will not be tried again by itself.
    Dead {
        /// What went wrong.
        error: String,
    },
}

/// Ends an attempt, unless another worker has taken the job over (the fence is the number of attempts).
pub async fn finish(db: &impl ConnectionTrait, job: &Model, ending: Ending, now: Instant) -> Result<bool, DbErr> {
    // Whoever claims it next has a higher number than any worker that may still be away: only the holder takes one off.
    let attempts = if matches!(ending, Ending::Later { .. }) { job.attempts - 1 } else { job.attempts };
    let (state, error, run_at, finished_at) = match ending {
        Ending::Done => ("done", None, job.run_at, Some(now)),
        Ending::Again { at, error } => ("ready", Some(error), at, None),
        Ending::Later { at } => ("ready", Some("waiting".to_owned()), at, None),
        Ending::Dead { error } => ("dead", Some(error), job.run_at, Some(now)),
    };
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value(state))
        .col_expr(Column::LastError, Expr::value(error))
        .col_expr(Column::Attempts, Expr::value(attempts))
        .col_expr(Column::RunAt, Expr::value(run_at))
        .col_expr(Column::FinishedAt, Expr::value(finished_at))
        .col_expr(Column::ClaimedBy, Expr::value(None::<String>))
        .col_expr(Column::ClaimedUntil, Expr::value(None::<Instant>))
        .filter(Column::Id.eq(job.id))
        .filter(Column::State.eq("claimed"))
        .filter(Column::Attempts.eq(job.attempts))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Gives back what this worker holds, so that the next one need not wait for the lease (graceful shutdown).
pub async fn release_claims(db: &impl ConnectionTrait, worker: &str) -> Result<u64, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value("ready"))
        .col_expr(Column::ClaimedBy, Expr::value(None::<String>))
        .col_expr(Column::ClaimedUntil, Expr::value(None::<Instant>))
        .filter(Column::State.eq("claimed"))
        .filter(Column::ClaimedBy.eq(worker))
        .exec(db)
        .await?;
    Ok(done.rows_affected)
}

/// Puts a dead job back in the queue, for an officer.
pub async fn revive(db: &impl ConnectionTrait, id: i64, now: Instant) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::State, Expr::value("ready"))
        .col_expr(Column::RunAt, Expr::value(now))
        .col_expr(Column::Attempts, Expr::value(0))
        .col_expr(Column::FinishedAt, Expr::value(None::<Instant>))
        .filter(Column::Id.eq(id))
        .filter(Column::State.eq("dead"))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Forgets finished jobs older than `before` (retention).
pub async fn delete_finished(db: &impl ConnectionTrait, before: Instant) -> Result<u64, DbErr> {
    let done =
        Entity::delete_many().filter(Column::State.eq("done")).filter(Column::FinishedAt.lt(before)).exec(db).await?;
    Ok(done.rows_affected)
}

/// Forgets workers that have said nothing since `before`.
pub async fn delete_silent_workers(db: &impl ConnectionTrait, before: Instant) -> Result<u64, DbErr> {
    use worker_heartbeat::Column;
    Ok(worker_heartbeat::Entity::delete_many().filter(Column::BeatAt.lt(before)).exec(db).await?.rows_affected)
}

/// Seconds before attempt `attempts + 1`: 15 s doubling to an hour, then up to a quarter more, so that a crowd spreads out.
pub fn back_off(attempts: i32, random: u8) -> Duration {
    let doubled = 15_i64.checked_shl(attempts.clamp(1, 20).unsigned_abs() - 1).unwrap_or(i64::MAX);
    let seconds = std::cmp::min(doubled, 3_600);
    Duration::seconds(seconds + seconds * i64::from(random) / 1_024)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_grow_to_an_hour_and_vary() {
        let seconds: Vec<i64> = (1..=12).map(|n| back_off(n, 0).num_seconds()).collect();
        assert_eq!(seconds, [15, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600, 3600, 3600]);
        assert_eq!(back_off(1, 255).num_seconds(), 18);
        assert_eq!(back_off(9, 255).num_seconds(), 4496);
    }
}
