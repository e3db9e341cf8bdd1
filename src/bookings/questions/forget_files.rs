//! Forgets files that were given as answers: when the place or booking is given up, and 30 days after the date (DP-12). What was
//! written as an answer stays with the booking.

use super::queries::events_with_files;
use super::store;
use crate::app::App;
use crate::bookings::needs::deadlines::forget_at;
use crate::events::load_plain_event;
use crate::kernel::Unexpected;

/// Forgets what is due. Safe to run twice or late.
pub async fn forget_files(app: &App) -> Result<(), Unexpected> {
    let (db, now) = (app.db.reader(), app.now());
    let events = events_with_files(db).await?;
    if events.is_empty() {
        return Ok(());
    }
    app.db.write_tx(async |tx| Ok::<_, Unexpected>(store::delete_files_of_freed(tx).await?)).await?;
    for id in events {
        let event = load_plain_event(db, id).await?;
        if forget_at(event.when.over_at(), event.cancelled_at).is_some_and(|due| now >= due) {
            app.db.write_tx(async |tx| Ok::<_, Unexpected>(store::delete_files_of_event(tx, id.0).await?)).await?;
        }
    }
    Ok(())
}
