//! The booker keeps the places after we moved the event. It closes nothing: until the deadline they may still change their mind.

use super::queries::choices_for;
use super::store;
use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::bookings::store as bookings;
use crate::kernel::Unexpected;

/// Writes it down for every change that is open to this booking. False: nothing was asked of it, or it was said before.
pub async fn keep_places(app: &App, booking_id: i64, actor: Actor) -> Result<bool, Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            bookings::lock_booking(tx, booking_id).await?;
            let booking = bookings::load_booking(tx, booking_id).await?;
            let mut is_kept = false;
            for change in choices_for(tx, &booking).await? {
                is_kept |= store::mark_kept(tx, (change.id, booking_id), actor.person_id(), now).await?;
            }
            if is_kept {
                let entry = Entry {
                    actor,
                    action: "booking.kept_after_move",
                    subject_kind: "booking",
                    subject_id: booking_id,
                    reason: None,
                    values: None,
                };
                record(tx, entry, now).await?;
            }
            Ok(is_kept)
        })
        .await
}
