//! The jobs of changes that wait for money.

use serde::{Deserialize, Serialize};

use super::end_change::{end_change, end_forgotten_changes, leave_change};
use crate::app::App;
use crate::jobs::{ClaimedJob, JobOutcome, NewJob};
use crate::kernel::{Instant, Unexpected};

/// Ends a change at its time.
pub const END_CHANGE: &str = "end_place_change";
/// Ends a change whose places have been cancelled.
pub const LEAVE_CHANGE: &str = "leave_place_change";
/// Ends changes whose own job is gone.
pub const END_FORGOTTEN_CHANGES: &str = "end_forgotten_place_changes";

#[derive(Serialize, Deserialize)]
struct ById {
    id: i64,
}

/// Ends the change at `until`.
pub(super) fn end_change_job(change_id: i64, until: Instant) -> Result<NewJob, Unexpected> {
    Ok(NewJob::new(END_CHANGE, &ById { id: change_id })?.at(until).once(format!("{END_CHANGE}:{change_id}")))
}

/// Ends the change at once.
pub(super) fn leave_change_job(change_id: i64) -> Result<NewJob, Unexpected> {
    Ok(NewJob::new(LEAVE_CHANGE, &ById { id: change_id })?.once(format!("{LEAVE_CHANGE}:{change_id}")))
}

/// Handler of [`LEAVE_CHANGE`].
pub async fn run_leave_change(app: &App, job: &ClaimedJob) -> Result<JobOutcome, Unexpected> {
    leave_change(app, job.read::<ById>()?.id).await?;
    Ok(JobOutcome::Done)
}

/// Handler of [`END_CHANGE`].
pub async fn run_end_change(app: &App, job: &ClaimedJob) -> Result<JobOutcome, Unexpected> {
    end_change(app, job.read::<ById>()?.id).await
}

/// Handler of [`END_FORGOTTEN_CHANGES`].
pub async fn run_end_forgotten_changes(app: &App) -> Result<JobOutcome, Unexpected> {
    end_forgotten_changes(app).await?;
    Ok(JobOutcome::Done)
}
