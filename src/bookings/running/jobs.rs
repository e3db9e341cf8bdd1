//! The job that decides.

use super::decide_running::decide_running;
use crate::app::App;
use crate::jobs::JobOutcome;
use crate::kernel::Unexpected;

/// Decides whether dates run whose decision is due.
pub const DECIDE_RUNNING: &str = "decide_running";

/// Handler of [`DECIDE_RUNNING`].
pub async fn run_decide_running(app: &App) -> Result<JobOutcome, Unexpected> {
    decide_running(app).await?;
    Ok(JobOutcome::Done)
}
