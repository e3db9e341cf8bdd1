//! The jobs of imports. One run takes a few steps and then queues the next run, so that no run outlives its claim.

use serde::{Deserialize, Serialize};

use super::release_welcome::welcome_some;
use super::{Progress, check_some_rows, undo_some_rows, write_some_rows};
use crate::app::App;
use crate::jobs::{ClaimedJob, JobOutcome, NewJob, enqueue};
use crate::kernel::Unexpected;
use crate::person_rows::PersonColumn;

/// The dry run.
pub const CHECK_IMPORT: &str = "check_import";
/// Writes people.
pub const WRITE_IMPORT: &str = "write_import";
/// Takes them back.
pub const UNDO_IMPORT: &str = "undo_import";
/// Lets the welcome go.
pub const WELCOME_IMPORTED: &str = "welcome_imported";
/// Forgets old imports.
pub const FORGET_OLD_IMPORTS: &str = "forget_old_imports";

/// Steps of one run: a few seconds on a slow machine, a claim lasts a minute.
const STEPS_A_RUN: usize = 8;

#[derive(Serialize, Deserialize)]
struct Payload {
    batch_id: i64,
    run: u64,
}

fn job(name: &'static str, batch_id: i64, run: u64) -> Result<NewJob, Unexpected> {
    Ok(NewJob::new(name, &Payload { batch_id, run })?.once(format!("{name}:{batch_id}:{run}")))
}

pub(super) fn check_job(batch_id: i64, run: u64) -> Result<NewJob, Unexpected> {
    job(CHECK_IMPORT, batch_id, run)
}

pub(super) fn write_job(batch_id: i64, run: u64) -> Result<NewJob, Unexpected> {
    job(WRITE_IMPORT, batch_id, run)
}

pub(super) fn undo_job(batch_id: i64, run: u64) -> Result<NewJob, Unexpected> {
    job(UNDO_IMPORT, batch_id, run)
}

pub(super) fn welcome_job(batch_id: i64, run: u64) -> Result<NewJob, Unexpected> {
    job(WELCOME_IMPORTED, batch_id, run)
}

/// Handler of [`CHECK_IMPORT`].
pub async fn run_check_import(app: &App, claimed: &ClaimedJob) -> Result<JobOutcome, Unexpected> {
    run(app, claimed, CHECK_IMPORT, async |id| check_some_rows(app, id).await).await
}

/// Handler of [`WRITE_IMPORT`].
pub async fn run_write_import(app: &App, claimed: &ClaimedJob) -> Result<JobOutcome, Unexpected> {
    run(app, claimed, WRITE_IMPORT, async |id| write_some_rows(app, id).await).await
}

/// Handler of [`UNDO_IMPORT`]; the top knows every column that points to a person.
pub async fn run_undo_import(
    app: &App,
    claimed: &ClaimedJob,
    pointers: &[PersonColumn],
) -> Result<JobOutcome, Unexpected> {
    run(app, claimed, UNDO_IMPORT, async |id| undo_some_rows(app, id, pointers).await).await
}

/// Handler of [`WELCOME_IMPORTED`].
pub async fn run_welcome_imported(app: &App, claimed: &ClaimedJob) -> Result<JobOutcome, Unexpected> {
    run(app, claimed, WELCOME_IMPORTED, async |id| welcome_some(app, id).await).await
}

/// Handler of [`FORGET_OLD_IMPORTS`].
pub async fn run_forget_old_imports(app: &App) -> Result<JobOutcome, Unexpected> {
    super::forget_imports::forget_old_imports(app).await?;
    Ok(JobOutcome::Done)
}

async fn run(
    app: &App,
    claimed: &ClaimedJob,
    name: &'static str,
    step: impl AsyncFn(i64) -> Result<Progress, Unexpected>,
) -> Result<JobOutcome, Unexpected> {
    let payload: Payload = claimed.read()?;
    // Tables grow and shrink by the thousand here. By what SQLite counted while they were small, it would look for each person who is
    // taken back through a million words from end to end.
    app.db.refresh_statistics().await?;
    for _ in 0..STEPS_A_RUN {
        if step(payload.batch_id).await? == Progress::Over {
            return Ok(JobOutcome::Done);
        }
    }
    let (next, now) = (job(name, payload.batch_id, payload.run + 1)?, app.now());
    app.db.write_tx(async |tx| Ok::<_, Unexpected>(enqueue(tx, next, now).await?)).await?;
    Ok(JobOutcome::Done)
}
