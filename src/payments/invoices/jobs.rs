//! The jobs of this part: names, and handlers of three lines.

use super::letters;
pub use super::letters::SEND_INVOICE_LETTER;
use super::remind::remind;
use crate::app::App;
use crate::jobs::{ClaimedJob, JobOutcome};
use crate::kernel::Unexpected;

/// Looks every day which notices are due.
pub const REMIND_INVOICES: &str = "remind_invoices";

/// Handler of [`SEND_INVOICE_LETTER`].
pub async fn run_send_invoice_letter(app: &App, job: &ClaimedJob) -> Result<JobOutcome, Unexpected> {
    letters::send(app, job.read()?).await?;
    Ok(JobOutcome::Done)
}

/// Handler of [`REMIND_INVOICES`].
pub async fn run_remind_invoices(app: &App) -> Result<JobOutcome, Unexpected> {
    remind(app).await?;
    Ok(JobOutcome::Done)
}
