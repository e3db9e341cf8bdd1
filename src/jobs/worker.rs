//! Takes jobs and runs them, one at a time in each lane. A failed job backs off; one that failed too often is dead, kept, and
//! shown to officers.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use entity::job::Model;
use entity::worker_heartbeat;
use futures_util::FutureExt;
use futures_util::future::LocalBoxFuture;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::queue::{Ending, back_off, claim_next, finish, is_anything_due, release_claims};
use super::schedule::{Scheduled, enqueue_due, is_due};
use crate::db::Db;
use crate::kernel::{Clock, Instant, TokenSource, Unexpected};

/// How long a worker with plenty to do goes on without looking for what comes round.
const GLANCE: std::time::Duration = std::time::Duration::from_secs(1);

/// A job in hand.
#[derive(Clone, Debug)]
pub struct ClaimedJob {
    /// The row's id.
    pub id: i64,
    /// Which handler it is for.
    pub name: String,
    /// What it was given.
    pub payload: serde_json::Value,
    /// 1 the first time.
    pub attempt: i32,
}

impl ClaimedJob {
    /// The payload as its type.
    pub fn read<T: serde::de::DeserializeOwned>(&self) -> Result<T, Unexpected> {
        Ok(serde_json::from_value(self.payload.clone())?)
    }
}

/// What a handler says of an attempt that did not fail by surprise.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum JobOutcome {
    /// Finished, or found nothing left to do.
    Done,
    /// Not yet: come back at this instant without counting it as a fault.
    Again(Instant),
    /// It will never work; an officer should look.
    GiveUp(String),
}

/// Runs a job; given by the top, which knows every feature.
pub type Handler = dyn Fn(ClaimedJob) -> LocalBoxFuture<'static, Result<JobOutcome, Unexpected>>;

/// One worker process's hands.
pub struct Worker {
    /// Unique to this process's life.
    pub name: String,
    /// The database.
    pub db: Db,
    /// Time.
    pub clock: Arc<dyn Clock>,
    /// Spreads retries.
    pub tokens: Arc<dyn TokenSource>,
    /// Jobs that come round.
    pub schedule: &'static [Scheduled],
    /// Does the work.
    pub handler: Box<Handler>,
}

impl Worker {
    /// Runs one due job. Says whether there was one.
    pub async fn run_one(&self) -> Result<bool, Unexpected> {
        self.enqueue_turns().await?;
        // Asked on the reader, so that an idle worker writes nothing.
        Ok(is_anything_due(self.db.reader(), self.clock.now()).await? && self.take_one().await?)
    }

    async fn enqueue_turns(&self) -> Result<(), Unexpected> {
        let now = self.clock.now();
        if is_due(self.db.reader(), self.schedule, now).await? {
            self.db.write_tx(async |tx| enqueue_due(tx, self.schedule, now).await).await?;
        }
        Ok(())
    }

    async fn take_one(&self) -> Result<bool, Unexpected> {
        let now = self.clock.now();
        let claimed: Option<Model> =
            self.db.write_tx(async |tx| Ok::<_, Unexpected>(claim_next(tx, &self.name, now).await?)).await?;
        let Some(job) = claimed else { return Ok(false) };
        let ending = self.attempt(&job).await;
        let now = self.clock.now();
        self.db.write_tx(async |tx| Ok::<_, Unexpected>(finish(tx, &job, ending, now).await?)).await?;
        Ok(true)
    }

    async fn attempt(&self, job: &Model) -> Ending {
        let claimed =
            ClaimedJob { id: job.id, name: job.name.clone(), payload: job.payload.clone(), attempt: job.attempts };
        let ran = std::panic::AssertUnwindSafe((self.handler)(claimed)).catch_unwind().await;
        let outcome = ran.unwrap_or_else(|_| Err(Unexpected::because("the job panicked")));
        match outcome {
            Ok(JobOutcome::Done) => Ending::Done,
            Ok(JobOutcome::Again(at)) => Ending::Later { at },
            Ok(JobOutcome::GiveUp(words)) => self.dead(job, words),
            Err(error) if job.attempts >= job.max_attempts => self.dead(job, error.to_string()),
            Err(error) => {
                tracing::warn!(job = job.id, name = job.name, attempt = job.attempts, %error, "a job failed and will be tried again");
                let mut random = [0_u8];
                self.tokens.fill(&mut random);
                Ending::Again { at: self.clock.now() + back_off(job.attempts, random[0]), error: error.to_string() }
            }
        }
    }

    fn dead(&self, job: &Model, error: String) -> Ending {
        tracing::error!(job = job.id, name = job.name, error, worker = self.name, "a job is dead");
        Ending::Dead { error }
    }

    /// Runs everything that is due, for tests and `run-job`. Returns how many ran.
    pub async fn run_until_idle(&self) -> Result<usize, Unexpected> {
        let mut ran = 0;
        while self.run_one().await? {
            ran += 1;
        }
        Ok(ran)
    }

    /// Runs until told to stop: wakes on every commit of this process and once a second. Behind a job comes the next at once; what
    /// comes round is looked for when there is none, and once a second.
    pub async fn run_until_stopped(&self, stop: &AtomicBool) {
        let (mut is_busy, mut looked_at) = (false, std::time::Instant::now());
        while !stop.load(Ordering::Relaxed) {
            let next = if is_busy && looked_at.elapsed() < GLANCE {
                self.take_one().await
            } else {
                looked_at = std::time::Instant::now();
                self.run_one().await
            };
            is_busy = matches!(next, Ok(true));
            match next {
                Ok(true) => {}
                Ok(false) => self.wait(std::time::Duration::from_secs(1)).await,
                Err(error) => {
                    tracing::error!(%error, "the worker could not reach its queue");
                    self.wait(std::time::Duration::from_secs(2)).await;
                }
            }
        }
    }

    async fn wait(&self, longest: std::time::Duration) {
        let _ = tokio::time::timeout(longest, self.db.next_commit()).await;
    }

    /// Writes the heartbeat that `/health/ready` reads.
    pub async fn beat(&self, started_at: Instant) -> Result<(), Unexpected> {
        let now = self.clock.now();
        let row = worker_heartbeat::ActiveModel {
            worker: Set(self.name.clone()),
            started_at: Set(started_at),
            beat_at: Set(now),
        };
        let update = OnConflict::column(worker_heartbeat::Column::Worker)
            .update_column(worker_heartbeat::Column::BeatAt)
            .to_owned();
        self.db
            .write_tx(async |tx| {
                worker_heartbeat::Entity::insert(row).on_conflict(update).exec_without_returning(tx).await?;
                Ok::<_, Unexpected>(())
            })
            .await
    }

    /// Hands back what is still claimed; called once, after the lanes have stopped.
    pub async fn release(&self) -> Result<u64, Unexpected> {
        self.db.write_tx(async |tx| Ok::<_, Unexpected>(release_claims(tx, &self.name).await?)).await
    }
}
