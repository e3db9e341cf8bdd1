//! Every job name with its handler, and the schedule. A handler reads its payload, calls a use case, and says how it ended.

use std::sync::Arc;

use futures_util::future::LocalBoxFuture;

use crate::app::App;
use crate::jobs::schedule::Scheduled;
use crate::jobs::{ClaimedJob, JobOutcome};
use crate::kernel::Unexpected;

/// Jobs that come round by themselves.
pub const SCHEDULE: &[Scheduled] = &[];

/// Runs `job` with the handler of its name.
pub fn run(app: Arc<App>, job: ClaimedJob) -> LocalBoxFuture<'static, Result<JobOutcome, Unexpected>> {
    Box::pin(async move {
        match job.name.as_str() {
            _ => {
                let _ = &app;
                Ok(JobOutcome::GiveUp(format!("no job is called {}", job.name)))
            }
        }
    })
}
