//! The organiser calls an event off (REF-12): sales close first, then every booking is cancelled and refunded in full, one
//! transaction a booking, by a job that can be run again until nothing is left.

use std::collections::BTreeMap;

use entity::{booking, place};
use sea_orm::ConnectionTrait;

use super::cancel_places::{CancelPlaces, CancelPlacesError, cancel_places, preview_organisers_cancellation};
use super::cancellation::{CancellationPreview, CancelledBy};
use super::jobs::cancel_event_bookings_job;
use super::queries::{live_bookings_of_event, live_bookings_with_places};
use super::sale::store::lock_seats;
use crate::app::App;
use crate::audit::Actor;
use crate::events::{self, EventId, load_event};
use crate::jobs;
use crate::kernel::unexpected::unexpected_from;
use crate::kernel::{Pence, Unexpected};
use crate::payments::{self, ChargeMoney};

/// What calling the event off would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventCancellationPreview {
    /// Bookings with live places.
    pub bookings: usize,
    /// Live places.
    pub places: usize,
    /// What goes back in all.
    pub refunds: Pence,
}

/// Why an event was not called off.
#[derive(Debug, thiserror::Error)]
pub enum CancelEventError {
    /// Not published, or cancelled before.
    #[error("This date is not published, or has been cancelled already.")]
    NotPublished,
    /// More or fewer bookings than the preview showed.
    #[error(
        "Bookings have changed since the preview: {bookings} bookings and {refunds} of refunds now. Look again and confirm."
    )]
    PreviewChanged {
        /// Live bookings now.
        bookings: usize,
        /// Refunds now.
        refunds: Pence,
    },
    /// We or a supplier failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(CancelEventError);

/// Counts what would be cancelled and refunded, in three statements however many have booked.
pub async fn preview_event_cancellation(app: &App, event_id: i64) -> Result<EventCancellationPreview, Unexpected> {
    preview_in(app.db.reader(), event_id).await
}

async fn preview_in(db: &impl ConnectionTrait, event_id: i64) -> Result<EventCancellationPreview, Unexpected> {
    let mut preview = EventCancellationPreview::default();
    for (_, one) in previews(db, event_id).await? {
        preview.bookings += 1;
        preview.places += one.places.len();
        preview.refunds += one.total;
    }
    Ok(preview)
}

/// Every live booking of an event with what calling the event off would give it back.
async fn previews(
    db: &impl ConnectionTrait,
    event_id: i64,
) -> Result<Vec<(booking::Model, CancellationPreview)>, Unexpected> {
    let live = live_bookings_with_places(db, event_id).await?;
    let charges: Vec<i64> = live.iter().filter_map(|(booking, _)| booking.charge_id).collect();
    let money: BTreeMap<i64, ChargeMoney> = payments::queries::money_of_charges(db, &charges).await?;
    let preview = |(booking, places): (booking::Model, Vec<place::Model>)| {
        let paid = booking.charge_id.and_then(|id| money.get(&id)).copied().unwrap_or_default();
        let one = preview_organisers_cancellation(&booking, &places, paid);
        (booking, one)
    };
    Ok(live.into_iter().map(preview).collect())
}

/// The bookings that would get the most back if the event were called off, part-paid ones too, the greatest first.
pub async fn biggest_refunds(
    db: &impl ConnectionTrait,
    event_id: i64,
    most: usize,
) -> Result<Vec<(booking::Model, CancellationPreview)>, Unexpected> {
    let mut all = previews(db, event_id).await?;
    all.retain(|(_, preview)| preview.total > Pence::ZERO);
    all.sort_by_key(|(booking, preview)| (std::cmp::Reverse(preview.total), booking.id));
    all.truncate(most);
    Ok(all)
}

/// Calls the event off. `expected` is what the officer was shown; when bookings have come in since, nothing happens.
pub async fn cancel_event(
    app: &App,
    event_id: i64,
    reason: &str,
    actor: Actor,
    expected: EventCancellationPreview,
) -> Result<(), CancelEventError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            // Behind the seats: a booking being written now is counted, and one that comes later finds the event cancelled.
            lock_seats(tx, event_id).await?;
            let current = preview_in(tx, event_id).await?;
            if current != expected {
                return Err(CancelEventError::PreviewChanged { bookings: current.bookings, refunds: current.refunds });
            }
            if !events::mark_cancelled(tx, EventId(event_id), reason, actor, now).await? {
                return Err(CancelEventError::NotPublished);
            }
            jobs::enqueue(tx, cancel_event_bookings_job(event_id, actor.person_id())?, now).await?;
            Ok(())
        })
        .await
}

/// Cancels every booking of a cancelled event that is still live. Safe to run again after a crash: what is done stays done. The
/// refunds are asked for by the officer who called it off, `by`, and so approved by somebody else when they are large (D11).
pub async fn cancel_next_bookings(app: &App, event_id: i64, by: Option<i64>) -> Result<usize, Unexpected> {
    let event = load_event(app.db.reader(), EventId(event_id)).await?;
    let reason = event.cancel_reason.clone().unwrap_or_else(|| "the event was cancelled".to_owned());
    let mut done = 0;
    let mut failed = None;
    for booking in live_bookings_of_event(app.db.reader(), event_id).await? {
        let command = CancelPlaces {
            booking_id: booking.id,
            place_ids: Vec::new(),
            by: CancelledBy::Organiser,
            actor: by.map_or(Actor::System, Actor::Person),
            expected: None,
            reason: reason.clone(),
        };
        match cancel_places(app, &command).await {
            Ok(_) => done += 1,
            Err(CancelPlacesError::AlreadyCancelled) => {}
            // One booking that fails must not keep the others waiting; the job is tried again for it (REF-12).
            Err(CancelPlacesError::Unexpected(error)) => {
                failed = Some(error.context(format!("booking {}", booking.id)));
            }
            Err(other) => failed = Some(Unexpected::because(format!("booking {}: {other}", booking.id))),
        }
    }
    failed.map_or(Ok(done), Err)
}
