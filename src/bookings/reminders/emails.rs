//! The letters of the reminders. Attendees get their own page and nobody else's; a booker who does not come gets one list (RMD-7).

use std::collections::BTreeSet;

use entity::{booking, place};
use serde_json::{Value, json};

use super::queries::Round;
use super::schedule::Reminder;
use crate::app::App;
use crate::bookings::email_words::{event_words, words_for_place};
use crate::bookings::emails::{manage_link, to_attendee, to_booker};
use crate::bookings::groups::place_status::is_own_place;
use crate::bookings::modes::mode_words;
use crate::bookings::refund_terms::RefundTerms;
use crate::events::EventDetails;
use crate::kernel::{Instant, LinkPurpose};
use crate::notifications::{NewMessage, personal_link};

/// One letter a place.
pub(super) fn to_attendees(
    app: &App,
    event: &EventDetails,
    round: Round,
    told: &[(&place::Model, &booking::Model)],
    now: Instant,
) -> Vec<NewMessage> {
    let words = event_words(app, event, now);
    let letter = |(place, booking): &(&place::Model, &booking::Model)| {
        let data = json!({
            "name": place.attendee_name,
            "event": words_for_place(&words, place, event),
            "way": mode_words(place),
            "when": when_word(round.reminder, event),
            "booked_by": (!is_own_place(booking, place)).then_some(&booking.booker_name),
            "reference": booking.reference,
            "place_page": personal_link(LinkPurpose::ManagePlace, place.id, place.link_generation),
        });
        to_attendee("event_reminder", place, data, key(round, &format!("place:{}", place.id)))
    };
    told.iter().map(letter).collect()
}

/// One letter to each booker of these bookings who has no place of their own.
pub(super) fn to_bookers(
    app: &App,
    event: &EventDetails,
    round: Round,
    (booked, coming): (&[&booking::Model], &[place::Model]),
    now: Instant,
) -> Vec<NewMessage> {
    let words = event_words(app, event, now);
    let mut seen = BTreeSet::new();
    let mut letters = Vec::new();
    for booking in booked.iter().filter(|booking| seen.insert(booking.id)) {
        let places: Vec<&place::Model> = coming.iter().filter(|place| place.booking_id == booking.id).collect();
        if places.is_empty() || places.iter().any(|place| is_own_place(booking, place)) {
            continue;
        }
        let named = places.iter().map(|place| place.attendee_name.as_str()).filter(|name| !name.is_empty());
        let data = json!({
            "name": booking.booker_name,
            "event": words,
            "reference": booking.reference,
            "people": named.collect::<Vec<&str>>(),
            "manage": manage_link(booking),
        });
        letters.push(to_booker("booker_reminder", booking, data, key(round, &format!("booking:{}", booking.id))));
    }
    letters
}

/// Tells who booked until when money comes back.
pub(super) fn refund_day(
    app: &App,
    event: &EventDetails,
    round: Round,
    (booking, terms): (&booking::Model, &RefundTerms),
    now: Instant,
) -> NewMessage {
    let data = json!({
        "name": booking.booker_name,
        "event": event_words(app, event, now),
        "reference": booking.reference,
        "refund_words": terms.words(now),
        "manage": manage_link(booking),
    });
    to_booker("refund_day_reminder", booking, data, key(round, &format!("booking:{}", booking.id)))
}

/// What the template calls the reminder; the last one says "today" while no time is known.
fn when_word(reminder: Reminder, event: &EventDetails) -> Value {
    match reminder {
        Reminder::Hour if event.starts_at().is_none() => json!("today"),
        other => json!(other.word()),
    }
}

fn key(round: Round, whose: &str) -> String {
    format!("reminder:{}:{whose}:{}", round.reminder.word(), round.begins_at.timestamp())
}
