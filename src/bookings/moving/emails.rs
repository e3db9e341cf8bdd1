//! One message each about a move: "moved from … to …", with the old calendar entry taken away and the new one put in (TRF-5).

use serde_json::{Value, json};

use super::carry_out::{MovedBooking, Moving};
use crate::bookings::email_words::{charge_lines, event_words, place_calendar, refund_words, words_for_place};
use crate::bookings::emails::{manage_link, to_attendee, to_booker};
use crate::bookings::way_back::WayBack;
use crate::kernel::{LinkPurpose, Unexpected};
use crate::notifications::{CalendarFile, CalendarMethod, NewMessage, outbox, personal_link};

pub(super) async fn queue_move(moving: &Moving<'_>, moved: &MovedBooking) -> Result<(), Unexpected> {
    let (app, now, case) = (moving.app, moving.now, moving.case);
    let (from, to) = (event_words(app, &case.from, now), event_words(app, &case.to, now));
    let mut messages: Vec<NewMessage> = case
        .places
        .iter()
        .zip(&moved.places)
        .filter(|(old, _)| !old.attendee_email.is_empty() && !old.is_booker)
        .map(|pair| attendee_message(moving, pair, (&from, &to)))
        .collect();
    // Whoever booked for themselves hears of it once, with their own entries.
    let own = case.places.iter().zip(&moved.places).find(|(old, _)| old.is_booker);
    let data = json!({
        "place_page": own.map(|(_, new)| personal_link(LinkPurpose::ManagePlace, new.id, new.link_generation)),
        "name": moved.booking.booker_name,
        "from": from,
        "event": to,
        "reference": moved.booking.reference,
        "old_reference": moving.booking.reference,
        "by_us": moving.by_officer,
        "lines": charge_lines(&moved.places),
        "is_free": moved.booking.total_pence == 0,
        "total": case.preview.total().to_string(),
        "on_invoice": case.on_invoice,
        "paid": (!case.preview.due.is_zero() && !case.on_invoice).then(|| case.preview.due.to_string()),
        "back": (!moved.refunded.is_zero()).then(|| moved.refunded.to_string()),
        "by_bank": WayBack::of(moving.tx, moving.booking).await? != WayBack::Card,
        "refund_words": refund_words(moving.tx, &moved.booking, &case.to, now).await?,
        "manage": manage_link(&moved.booking),
    });
    let key = format!("booking-moved:{}", moved.booking.id);
    let mut message = to_booker("booking_moved", &moved.booking, data, key);
    message.calendar = own.and_then(|pair| entries(moving, pair));
    messages.push(message);
    outbox::queue_all(moving.tx, app.tokens.as_ref(), messages, Vec::new(), now).await
}

fn attendee_message(
    moving: &Moving<'_>,
    (old, new): (&entity::place::Model, &entity::place::Model),
    (from, to): (&Value, &Value),
) -> NewMessage {
    let data = json!({
        "name": new.attendee_name,
        "from": from,
        "event": words_for_place(to, new, &moving.case.to),
        "booked_by": (!new.is_booker).then_some(&moving.booking.booker_name),
        "place_page": personal_link(LinkPurpose::ManagePlace, new.id, new.link_generation),
    });
    let mut message = to_attendee("place_moved", new, data, format!("place-moved:{}", new.id));
    message.calendar = entries(moving, (old, new));
    message
}

/// The entry of the new date, with the one of the old date that it stands in for.
fn entries(moving: &Moving<'_>, (old, new): (&entity::place::Model, &entity::place::Model)) -> Option<CalendarFile> {
    let gone = entity::place::Model { calendar_sequence: old.calendar_sequence + 1, ..old.clone() };
    let cancelled = place_calendar(&gone, &moving.case.from, CalendarMethod::Cancel);
    let entry = place_calendar(new, &moving.case.to, CalendarMethod::Request);
    entry.map(|entry| CalendarFile { replaces: cancelled.map(Box::new), ..entry })
}
