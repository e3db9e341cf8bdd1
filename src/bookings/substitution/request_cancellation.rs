//! An attendee whose place somebody else paid for asks to be let go; the booker decides about the money (GRP-8).

use super::store;
use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::bookings::booking_state::BookingState;
use crate::bookings::event_facts::event_dates;
use crate::bookings::store as bookings;
use crate::bookings::what_comes_back::refund_terms;
use crate::events::{EventId, load_event};
use crate::kernel::Unexpected;
use crate::kernel::unexpected::{Context, unexpected_from};

/// Why nothing was asked.
#[derive(Debug, thiserror::Error)]
pub enum RequestError {
    /// Not booked any more.
    #[error("This place is not booked any more, so there is nothing to cancel.")]
    NotBooked,
    /// REF-18.
    #[error("The event has started, so nothing can be cancelled here. Write to us if something is wrong.")]
    Started,
    /// Once is enough.
    #[error("You have asked already. Whoever booked the place has your request.")]
    Asked,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(RequestError);

/// Writes the request down and mails the booker.
pub async fn request_cancellation(app: &App, place_id: i64, actor: Actor) -> Result<(), RequestError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let place = bookings::find_place(tx, place_id).await?.context("a place is missing")?;
            let event = load_event(tx, EventId(place.event_id)).await?;
            if place.state != BookingState::Confirmed.word() || event.is_cancelled() {
                return Err(RequestError::NotBooked);
            }
            if event_dates(&event).is_none_or(|dates| now >= dates.started_from()) {
                return Err(RequestError::Started);
            }
            if !store::insert_request(tx, &place, now).await? {
                return Err(RequestError::Asked);
            }
            let booking = bookings::load_booking(tx, place.booking_id).await?;
            let words = refund_terms(tx, &booking, &event).await?.words(now);
            super::emails::queue_request(app, tx, (&booking, &place), (&event, words), now).await?;
            let entry = Entry {
                actor,
                action: "place.cancellation_requested",
                subject_kind: "place",
                subject_id: place.id,
                reason: None,
                values: None,
            };
            Ok(record(tx, entry, now).await?)
        })
        .await
}
