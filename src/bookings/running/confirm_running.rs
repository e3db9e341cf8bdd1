//! A date is known to run: marks it and tells everybody who has a place, and who booked for others, in one transaction.

use super::emails;
use super::queries::confirmed_places;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::bookings::sale::store::lock_seats;
use crate::db::Tx;
use crate::events::running::mark_confirmed_to_run;
use crate::events::{EventId, load_plain_event};
use crate::kernel::{Instant, Unexpected};
use crate::notifications::outbox;
use crate::unexpected_from;

/// Why a date was not confirmed.
#[derive(Debug, thiserror::Error)]
pub enum ConfirmRunningError {
    /// It is confirmed already, called off, or runs whoever comes.
    #[error(
        "This date does not wait to be confirmed: it was confirmed before, it is not on the site, or it runs whoever comes."
    )]
    NothingToConfirm,
    /// It is over.
    #[error("This date is over.")]
    Over,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(ConfirmRunningError);

/// An officer says that it runs, before its decision or after it. Gives how many places were confirmed by then.
pub async fn confirm_running(app: &App, id: EventId, officer_id: i64) -> Result<usize, ConfirmRunningError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            // Whoever is booking now has to wait: they are told with the others, or read that it runs.
            lock_seats(tx, id.0).await?;
            if load_plain_event(tx, id).await?.when.is_over(now) {
                return Err(ConfirmRunningError::Over);
            }
            let told = confirm_in(app, tx, id, Actor::Person(officer_id), now).await?;
            told.ok_or(ConfirmRunningError::NothingToConfirm)
        })
        .await
}

/// The same behind the seats, for whoever has decided. Gives how many places were confirmed by then; none when it did not wait.
pub(super) async fn confirm_in(
    app: &App,
    tx: &Tx,
    id: EventId,
    by: Actor,
    now: Instant,
) -> Result<Option<usize>, Unexpected> {
    if !mark_confirmed_to_run(tx, id, now).await? {
        return Ok(None);
    }
    let entry = Entry {
        actor: by,
        action: "event.confirmed_to_run",
        subject_kind: "event",
        subject_id: id.0,
        reason: None,
        values: None,
    };
    audit::record(tx, entry, now).await?;
    let event = load_plain_event(tx, id).await?;
    let places = confirmed_places(tx, id.0).await?;
    let letters = emails::confirmed_to_run(app, &event, &places, now);
    outbox::queue_in_bulk(tx, app.tokens.as_ref(), letters, now).await?;
    Ok(Some(places.len()))
}
