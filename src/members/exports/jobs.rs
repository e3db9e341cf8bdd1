//! The jobs of exports.

use serde::{Deserialize, Serialize};

use super::write_file::{forget_over, write_file};
use crate::app::App;
use crate::jobs::{ClaimedJob, JobOutcome, NewJob};
use crate::kernel::Unexpected;

/// Writes a file.
pub const WRITE_MEMBER_EXPORT: &str = "write_member_export";
/// Takes files away whose time is over.
pub const FORGET_OLD_EXPORTS: &str = "forget_old_exports";

#[derive(Serialize, Deserialize)]
struct Payload {
    export_id: i64,
}

pub(super) fn write_job(export_id: i64) -> Result<NewJob, Unexpected> {
    Ok(NewJob::new(WRITE_MEMBER_EXPORT, &Payload { export_id })?.once(format!("{WRITE_MEMBER_EXPORT}:{export_id}")))
}

/// Handler of [`WRITE_MEMBER_EXPORT`].
pub async fn run_write_member_export(app: &App, job: &ClaimedJob) -> Result<JobOutcome, Unexpected> {
    write_file(app, job.read::<Payload>()?.export_id).await?;
    Ok(JobOutcome::Done)
}

/// Handler of [`FORGET_OLD_EXPORTS`].
pub async fn run_forget_old_exports(app: &App) -> Result<JobOutcome, Unexpected> {
    forget_over(app).await?;
    Ok(JobOutcome::Done)
}
