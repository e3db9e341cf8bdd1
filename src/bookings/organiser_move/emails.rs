//! The notice that something of an event has changed: old and new, why, what to choose and until when, and the calendar entry
//! with its next sequence (RMD-12, CAL-2).

use entity::{booking, event_change, place};
use serde_json::json;

use super::change_words::{as_before, differences};
use crate::app::App;
use crate::bookings::booking_state::BookingState;
use crate::bookings::email_words::{event_words, place_calendar};
use crate::bookings::emails::{manage_link, to_attendee, to_booker};
use crate::bookings::refund_terms::until_words;
use crate::db::Tx;
use crate::events::EventDetails;
use crate::kernel::{Instant, LinkPurpose, Unexpected};
use crate::notifications::{CalendarMethod, outbox, personal_link};

pub(super) async fn queue_notice(
    app: &App,
    tx: &Tx,
    change: &event_change::Model,
    (booking, places): (&booking::Model, &[place::Model]),
    (event, until): (&EventDetails, Option<Instant>),
    now: Instant,
) -> Result<(), Unexpected> {
    let before = as_before(event, change);
    let (words, old_words) = (event_words(app, event, now), event_words(app, &before, now));
    let differences = differences(&before, event, now);
    let is_paid = booking.total_pence != 0;
    let data = |name: &str| {
        json!({
            "name": name,
            "event": words,
            "old": old_words,
            "differences": differences,
            "moves_time": change.moves_time,
            "reason": (!change.reason.is_empty()).then_some(&change.reason),
            "until": until.map(until_words),
            "is_paid": is_paid,
            "reference": booking.reference,
            "booked_by": booking.booker_name,
        })
    };
    let mut messages = Vec::new();
    let confirmed =
        |place: &&place::Model| place.state == BookingState::Confirmed.word() && !place.attendee_email.is_empty();
    for place in places.iter().filter(confirmed).filter(|place| !place.is_booker) {
        let mut view = data(&place.attendee_name);
        view["place_page"] = json!(personal_link(LinkPurpose::ManagePlace, place.id, place.link_generation));
        let key = format!("event-changed:{}:place:{}", change.id, place.id);
        let mut message = to_attendee("event_changed_for_attendee", place, view, key);
        message.calendar = place_calendar(place, event, CalendarMethod::Request);
        messages.push(message);
    }
    // Whoever booked for themselves hears of it once, with their own entry.
    let mut view = data(&booking.booker_name);
    view["manage"] = manage_link(booking);
    view["places"] = json!(places.iter().filter(confirmed).count());
    let key = format!("event-changed:{}:{}", change.id, booking.id);
    let mut message = to_booker("event_changed", booking, view, key);
    let own = places.iter().filter(confirmed).find(|place| place.is_booker);
    message.calendar = own.and_then(|place| place_calendar(place, event, CalendarMethod::Request));
    messages.push(message);
    outbox::queue_all(tx, app.tokens.as_ref(), messages, Vec::new(), now).await
}
