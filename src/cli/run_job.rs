//! `nairo run-job NAME`: one of the scheduled jobs, now, in this process; for an operator who will not wait for its turn.

use std::sync::Arc;

use super::Failure;
use super::assemble::block_on;
use super::run_server;
use super::terminal::say;
use crate::job_table::{self, SCHEDULE};
use crate::jobs::{ClaimedJob, JobOutcome};

/// Runs the job's handler once, with the empty payload it has on the schedule.
pub fn run_job(name: &str) -> Result<(), Failure> {
    if !SCHEDULE.iter().any(|turn| turn.name == name) {
        let names: Vec<&str> = SCHEDULE.iter().map(|turn| turn.name).collect();
        return Err(Failure::new(format!("no scheduled job is called \"{name}\"; there are: {}", names.join(", "))));
    }
    let settings = run_server::settings()?;
    block_on(async {
        let app = run_server::open(settings).await?;
        let job = ClaimedJob { id: 0, name: name.to_owned(), payload: serde_json::json!({}), attempt: 1 };
        let outcome = job_table::run(Arc::clone(&app), job).await?;
        app.db.clone().close().await;
        match outcome {
            JobOutcome::Done => say(&format!("{name}: done")),
            JobOutcome::Again(at) => say(&format!("{name}: not finished; it wants to run again at {at}")),
            JobOutcome::GiveUp(words) => return Err(Failure::new(format!("{name} gave up: {words}"))),
        }
        Ok(())
    })
}
