//! Reads of the queue, for the back office and for health.

use chrono::Duration;
use entity::{job, job_schedule, worker_heartbeat};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect};

use super::queue::Priority;
use crate::kernel::Instant;

/// A worker writes its heartbeat every ten seconds; six missed ones mean that it is gone.
pub const OLDEST_HEARTBEAT: Duration = Duration::seconds(60);

/// Where a job stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum JobState {
    /// Gave up; a person should look.
    Dead,
    /// In the hands of a worker.
    Running,
    /// Waiting for its time, or for a hand.
    Waiting,
}

impl JobState {
    fn word(self) -> &'static str {
        match self {
            Self::Dead => "dead",
            Self::Running => "claimed",
            Self::Waiting => "ready",
        }
    }
}

/// A job as officers see it.
#[derive(Clone, Debug)]
pub struct JobRow {
    /// The row.
    pub id: i64,
    /// The handler's name.
    pub name: String,
    /// Ids only, never names or addresses.
    pub payload: serde_json::Value,
    /// When it may run.
    pub run_at: Instant,
    /// Times it was tried.
    pub attempts: i32,
    /// Times it may be tried.
    pub max_attempts: i32,
    /// Who holds it.
    pub claimed_by: Option<String>,
    /// What went wrong last.
    pub last_error: Option<String>,
    /// When it gave up or was done.
    pub finished_at: Option<Instant>,
}

/// How many jobs there are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JobCounts {
    /// Gave up.
    pub dead: u64,
    /// Running now.
    pub running: u64,
    /// Waiting, due or not.
    pub waiting: u64,
    /// Waiting although their time has come.
    pub due: u64,
    /// Finished in the last 24 hours.
    pub done_today: u64,
}

/// A job that comes round.
#[derive(Clone, Debug)]
pub struct ScheduleRow {
    /// The handler's name.
    pub name: String,
    /// Its last turn.
    pub last_run_at: Option<Instant>,
    /// Its next turn.
    pub next_run_at: Instant,
}

/// A worker that was heard of lately.
#[derive(Clone, Debug)]
pub struct WorkerRow {
    /// Unique to one life of one process.
    pub name: String,
    /// When it began.
    pub started_at: Instant,
    /// When it last said that it lives.
    pub beat_at: Instant,
}

/// Counts the queue.
pub async fn count_jobs(db: &impl ConnectionTrait, now: Instant) -> Result<JobCounts, DbErr> {
    let state = |state: JobState| job::Entity::find().filter(job::Column::State.eq(state.word()));
    let done = job::Entity::find().filter(job::Column::State.eq("done"));
    Ok(JobCounts {
        dead: state(JobState::Dead).count(db).await?,
        running: state(JobState::Running).count(db).await?,
        waiting: state(JobState::Waiting).count(db).await?,
        due: state(JobState::Waiting).filter(job::Column::RunAt.lte(now)).count(db).await?,
        done_today: done.filter(job::Column::FinishedAt.gt(now - Duration::hours(24))).count(db).await?,
    })
}

/// Since when the job of this priority that has waited longest has been due; none when none is.
pub async fn oldest_due(db: &impl ConnectionTrait, which: Priority, now: Instant) -> Result<Option<Instant>, DbErr> {
    let waiting = job::Entity::find().filter(job::Column::State.eq(JobState::Waiting.word()));
    let waiting = waiting.filter(job::Column::Priority.eq(which.rank()));
    let due = waiting.filter(job::Column::RunAt.lte(now)).order_by_asc(job::Column::RunAt);
    Ok(due.one(db).await?.map(|job| job.run_at))
}

/// Up to `most` jobs in one state: the dead newest first, the others in the order they will run.
pub async fn list_jobs(db: &impl ConnectionTrait, state: JobState, most: u64) -> Result<Vec<JobRow>, DbErr> {
    let jobs = job::Entity::find().filter(job::Column::State.eq(state.word()));
    let jobs = match state {
        JobState::Dead => jobs.order_by_desc(job::Column::FinishedAt).order_by_desc(job::Column::Id),
        JobState::Running => jobs.order_by_asc(job::Column::RunAt).order_by_asc(job::Column::Id),
        JobState::Waiting => {
            let by_rank = jobs.order_by_asc(job::Column::Priority);
            by_rank.order_by_asc(job::Column::RunAt).order_by_asc(job::Column::Id)
        }
    };
    let row = |job: job::Model| JobRow {
        id: job.id,
        name: job.name,
        payload: job.payload,
        run_at: job.run_at,
        attempts: job.attempts,
        max_attempts: job.max_attempts,
        claimed_by: job.claimed_by,
        last_error: job.last_error,
        finished_at: job.finished_at,
    };
    Ok(jobs.limit(most).all(db).await?.into_iter().map(row).collect())
}

/// Every job that comes round, the next one first.
pub async fn list_schedule(db: &impl ConnectionTrait) -> Result<Vec<ScheduleRow>, DbErr> {
    let rows = job_schedule::Entity::find().order_by_asc(job_schedule::Column::NextRunAt).all(db).await?;
    let row = |row: job_schedule::Model| ScheduleRow {
        name: row.name,
        last_run_at: row.last_run_at,
        next_run_at: row.next_run_at,
    };
    Ok(rows.into_iter().map(row).collect())
}

/// The workers, the one heard of last first.
pub async fn list_workers(db: &impl ConnectionTrait) -> Result<Vec<WorkerRow>, DbErr> {
    let rows =
        worker_heartbeat::Entity::find().order_by_desc(worker_heartbeat::Column::BeatAt).limit(20).all(db).await?;
    let row =
        |row: worker_heartbeat::Model| WorkerRow { name: row.worker, started_at: row.started_at, beat_at: row.beat_at };
    Ok(rows.into_iter().map(row).collect())
}

/// Whether any worker has been heard of within the last minute.
pub async fn worker_is_alive(db: &impl ConnectionTrait, now: Instant) -> Result<bool, DbErr> {
    let fresh = worker_heartbeat::Column::BeatAt.gt(now - OLDEST_HEARTBEAT);
    Ok(worker_heartbeat::Entity::find().filter(fresh).limit(1).one(db).await?.is_some())
}
