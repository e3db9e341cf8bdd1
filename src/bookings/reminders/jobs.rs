//! The job that reminds.

use super::send_reminders::send_reminders;
use crate::app::App;
use crate::jobs::JobOutcome;
use crate::kernel::Unexpected;

/// Reminds everybody for whom a reminder has fallen due.
pub const SEND_REMINDERS: &str = "send_reminders";

/// Handler of [`SEND_REMINDERS`].
pub async fn run_send_reminders(app: &App) -> Result<JobOutcome, Unexpected> {
    let began = app.now();
    let progress = send_reminders(app).await?;
    Ok(if progress.goes_on { JobOutcome::Again(began) } else { JobOutcome::Done })
}
