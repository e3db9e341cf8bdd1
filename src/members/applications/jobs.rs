//! What happens by itself to applications that are left alone: a draft is reminded of after three days and deleted after
//! sixty; a question that nobody answers ends its application (`close_unanswered`).

use chrono::{Duration, NaiveDate};

use super::close_unanswered::close_unanswered;
use super::emails;
use super::queries::drafts_untouched_between;
use super::store::applications::delete_drafts;
use crate::app::App;
use crate::jobs::JobOutcome;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Unexpected};

/// The name of the job that reminds of drafts and questions, forgets old drafts and closes what is not answered.
pub const TEND_DRAFTS: &str = "tend_drafts";

/// A draft left alone this long is reminded of, once.
const REMIND_AFTER: Duration = Duration::days(3);
/// A reminder later than this would only annoy (the job was off for a while).
const REMIND_BEFORE: Duration = Duration::days(14);
/// A draft left alone this long is deleted.
const KEPT_FOR: Duration = Duration::days(60);

/// The last London day on which a draft touched at `touched_at` is surely there.
pub(super) fn kept_until(touched_at: Instant) -> NaiveDate {
    london_date(touched_at + KEPT_FOR - Duration::days(1))
}

/// Runs [`TEND_DRAFTS`]. Safe to run twice, late, or cut in half: a reminder goes out once for each draft.
pub async fn run_tend_drafts(app: &App) -> Result<JobOutcome, Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let forgotten = delete_drafts(tx, now - KEPT_FOR).await?;
            if forgotten > 0 {
                tracing::info!(forgotten, "old drafts of applications are deleted");
            }
            for draft in drafts_untouched_between(tx, (now - REMIND_BEFORE, now - REMIND_AFTER)).await? {
                emails::queue_reminder(app, tx, &draft, now).await?;
            }
            close_unanswered(app, tx, now).await?;
            Ok(JobOutcome::Done)
        })
        .await
}
