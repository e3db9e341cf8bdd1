//! Forgets needs, and files given as answers, 30 days after the date, and at once when a place is given up; how many needed what is
//! kept (QST-4, D20, DP-12).

use super::deadlines::forget_at;
use super::queries::{events_with_needs, live_counts};
use super::sealed_needs::needs_key;
use super::store;
use crate::app::App;
use crate::bookings::questions::forget_files::forget_files;
use crate::events::{EventId, load_plain_event};
use crate::jobs::JobOutcome;
use crate::kernel::{Instant, Unexpected};

/// The name of the job.
pub const FORGET_NEEDS: &str = "forget_needs";

/// Handler of [`FORGET_NEEDS`].
pub async fn run_forget_needs(app: &App) -> Result<JobOutcome, Unexpected> {
    forget_needs(app).await?;
    Ok(JobOutcome::Done)
}

/// Forgets what is due; gives for how many dates needs were forgotten.
pub async fn forget_needs(app: &App) -> Result<usize, Unexpected> {
    forget_files(app).await?;
    let (db, now) = (app.db.reader(), app.now());
    let mut forgotten = 0;
    let events = events_with_needs(db).await?;
    if events.is_empty() {
        return Ok(0);
    }
    app.db.write_tx(async |tx| Ok::<_, Unexpected>(store::delete_needs_of_freed_places(tx).await?)).await?;
    for id in events {
        let event = load_plain_event(db, id).await?;
        let due = forget_at(event.when.over_at(), event.cancelled_at);
        if due.is_some_and(|due| now >= due) {
            forget_date(app, id, now).await?;
            forgotten += 1;
        }
    }
    Ok(forgotten)
}

async fn forget_date(app: &App, id: EventId, now: Instant) -> Result<(), Unexpected> {
    let key = needs_key(app.settings.sealing());
    app.db
        .write_tx(async |tx| {
            let counts = live_counts(tx, &key, id.0).await?;
            store::keep_counts(tx, id.0, &counts, now).await?;
            Ok(store::delete_needs_of_event(tx, id.0).await?)
        })
        .await
}
