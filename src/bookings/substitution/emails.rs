//! Emails when a place goes to another person, or the same person's address is put right.

use entity::{booking, place};
use serde_json::json;

use super::name_change::ChangedBy;
use crate::app::App;
use crate::bookings::email_words::{event_words, place_calendar};
use crate::bookings::emails::{manage_link, place_confirmed, to_attendee, to_booker};
use crate::db::Tx;
use crate::events::EventDetails;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::notifications::{CalendarMethod, outbox};

/// The old person loses the entry (CANCEL), the new one gets a full confirmation with an entry of their own (SUB-1); the booker
/// hears of it when somebody else did it, with the difference that was `added` to the invoice (SUB-2).
pub(super) async fn queue_substitution(
    app: &App,
    tx: &Tx,
    booking: &booking::Model,
    (old, renewed): (&place::Model, &place::Model),
    (event, by, added): (&EventDetails, ChangedBy, Option<Pence>),
    now: Instant,
) -> Result<(), Unexpected> {
    let words = event_words(app, event, now);
    let key = |what: &str| format!("{what}:{}:{}", old.id, old.link_generation);
    let data = json!({ "name": old.attendee_name, "event": words, "booked_by": booking.booker_name });
    let mut left = to_attendee("place_passed_on", old, data, key("place-passed-on"));
    let gone = place::Model { calendar_sequence: old.calendar_sequence + 1, ..old.clone() };
    left.calendar = place_calendar(&gone, event, CalendarMethod::Cancel);
    let mut messages = vec![left, place_confirmed((booking, renewed), event, &words)];
    if by != ChangedBy::Booker {
        let data = json!({
            "name": booking.booker_name,
            "event": words,
            "reference": booking.reference,
            "old_name": old.attendee_name,
            "new_name": renewed.attendee_name,
            "added": added.map(|due| due.to_string()),
            "manage": manage_link(booking),
        });
        messages.push(to_booker("attendee_changed", booking, data, key("attendee-changed")));
    }
    outbox::queue_all(tx, app.tokens.as_ref(), messages, Vec::new(), now).await
}

/// The confirmation again, to the address that is right now, with the links that work now.
pub(super) async fn queue_new_address(
    app: &App,
    tx: &Tx,
    (booking, renewed): (&booking::Model, &place::Model),
    (event, now): (&EventDetails, Instant),
) -> Result<(), Unexpected> {
    let message = place_confirmed((booking, renewed), event, &event_words(app, event, now));
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}

/// Tells the booker that an attendee asks to be let go, with the deadline (GRP-8).
pub(super) async fn queue_request(
    app: &App,
    tx: &Tx,
    (booking, place): (&booking::Model, &place::Model),
    (event, refund_words): (&EventDetails, Vec<String>),
    now: Instant,
) -> Result<(), Unexpected> {
    let data = json!({
        "name": booking.booker_name,
        "event": event_words(app, event, now),
        "reference": booking.reference,
        "attendee": place.attendee_name,
        "refund_words": refund_words,
        "manage": manage_link(booking),
    });
    let key = format!("cancellation-requested:{}:{}", place.id, place.link_generation);
    outbox::queue(tx, app.tokens.as_ref(), to_booker("cancellation_requested", booking, data, key), now).await
}
