//! The job that tells everybody of a changed event.

use serde::{Deserialize, Serialize};

use super::send_notices::send_notices;
use crate::app::App;
use crate::jobs::{ClaimedJob, JobOutcome, NewJob};
use crate::kernel::{Instant, Unexpected};

/// Tells those who have booked of a change.
pub const SEND_CHANGE_NOTICES: &str = "send_change_notices";

#[derive(Serialize, Deserialize)]
struct ById {
    id: i64,
}

/// Tells of the change at `due`.
pub(super) fn send_notices_job(change_id: i64, due: Instant) -> Result<NewJob, Unexpected> {
    let job = NewJob::new(SEND_CHANGE_NOTICES, &ById { id: change_id })?;
    Ok(job.at(due).once(format!("{SEND_CHANGE_NOTICES}:{change_id}")))
}

/// Handler of [`SEND_CHANGE_NOTICES`].
pub async fn run_send_change_notices(app: &App, job: &ClaimedJob) -> Result<JobOutcome, Unexpected> {
    send_notices(app, job.read::<ById>()?.id).await?;
    Ok(JobOutcome::Done)
}
