//! Handlers of this feature's jobs.

use super::deliver::deliver_message;
use super::wipe::wipe_old_messages;
use crate::app::App;
use crate::jobs::{ClaimedJob, JobOutcome};
use crate::kernel::Unexpected;

pub use super::outbox::DELIVER_MESSAGE;
pub use super::wipe::WIPE_OLD_MESSAGES;

/// Delivers one message.
pub async fn run_deliver_message(app: &App, job: &ClaimedJob) -> Result<JobOutcome, Unexpected> {
    deliver_message(app, job.read()?, job.attempt).await
}

/// Forgets what old messages said.
pub async fn run_wipe_old_messages(app: &App) -> Result<JobOutcome, Unexpected> {
    let wiped = wipe_old_messages(&app.db, app.now()).await?;
    tracing::info!(wiped, "old messages were emptied");
    Ok(JobOutcome::Done)
}
