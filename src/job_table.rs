//! Every job name with its handler, and the schedule. A handler reads its payload, calls a use case, and says how it ended.

use std::sync::Arc;

use chrono::Duration;
use futures_util::future::LocalBoxFuture;

use crate::app::App;
use crate::bookings::jobs as bookings;
use crate::jobs::schedule::Scheduled;
use crate::jobs::{ClaimedJob, JobOutcome};
use crate::kernel::Unexpected;

/// Jobs that come round by themselves.
pub const SCHEDULE: &[Scheduled] = &[
    Scheduled { name: bookings::WIPE_ABANDONED, every: Duration::hours(1) },
];

/// Runs `job` with the handler of its name.
pub fn run(app: Arc<App>, job: ClaimedJob) -> LocalBoxFuture<'static, Result<JobOutcome, Unexpected>> {
    Box::pin(async move {
        match job.name.as_str() {
            bookings::END_HOLD => bookings::run_end_hold(&app, &job).await,
            bookings::CLOSE_PAYMENT_PAGE => bookings::run_close_payment_page(&app, &job).await,
            bookings::CANCEL_EVENT_BOOKINGS => bookings::run_cancel_event_bookings(&app, &job).await,
            bookings::WIPE_ABANDONED => bookings::run_wipe_abandoned(&app).await,
            _ => Ok(JobOutcome::GiveUp(format!("no job is called {}", job.name))),
        }
    })
}
