//! What people are told when places are cancelled: each attendee, and the booker, who hears of it once (REF-12, REF-23).

use entity::{booking, place};
use serde_json::{Value, json};

use super::booking_state::BookingState;
use super::cancel_command::CancelPlaces;
use super::cancellation::{CancellationPreview, CancelledBy, PlaceRefund};
use super::email_words::{event_words, place_calendar};
use super::emails::{is_by_invoice, manage_link, to_attendee, to_booker};
use super::groups::place_status::is_own_place;
use super::invoicing;
use super::way_back::WayBack;
use crate::app::App;
use crate::audit::Actor;
use crate::db::Tx;
use crate::events::EventDetails;
use crate::jobs::Priority;
use crate::kernel::{Instant, Unexpected};
use crate::notifications::{CalendarFile, CalendarMethod, NewMessage, outbox};

/// Tells attendees that their place is cancelled (CAL-3: CANCEL with a higher sequence) and the booker what comes back (REF-23).
pub(super) async fn queue_cancellation(
    app: &App,
    tx: &Tx,
    (booking, places): (&booking::Model, &[&place::Model]),
    event: &EventDetails,
    (outcome, command): (&CancellationPreview, &CancelPlaces),
    now: Instant,
) -> Result<(), Unexpected> {
    let by_us = command.by == CancelledBy::Organiser;
    let by_office = matches!(command.by, CancelledBy::Officer(_));
    // Why an officer withdrew somebody is between the two; why an authority takes its own people off its list they are told.
    let reason = (by_us || by_office && command.actor == Actor::Link).then_some(&command.reason);
    let shared = json!({
        "event": event_words(app, event, now),
        "by_us": by_us,
        "by_office": by_office,
        "is_unpaid": command.by == CancelledBy::Bank,
        "reason": reason,
        "booked_by": booking.booker_name,
    });
    let way_back = WayBack::of(tx, booking).await?;
    let is_confirmed = booking.state == BookingState::Confirmed.word();
    let told =
        places.iter().filter(|place| is_confirmed && !place.folded_name.is_empty() && !is_own_place(booking, place));
    let mut messages: Vec<NewMessage> = told.map(|place| to_one_attendee(place, event, &shared)).collect();
    messages.push(to_the_booker((booking, places), event, &shared, outcome, way_back));
    if command.by.priority() == Priority::Bulk {
        return outbox::queue_in_bulk(tx, app.tokens.as_ref(), messages, now).await;
    }
    outbox::queue_all(tx, app.tokens.as_ref(), messages, Vec::new(), now).await
}

fn to_one_attendee(place: &place::Model, event: &EventDetails, shared: &Value) -> NewMessage {
    let mut data = shared.clone();
    data["name"] = json!(place.attendee_name);
    let mut message = to_attendee("place_cancelled", place, data, format!("place-cancelled:{}", place.id));
    message.calendar = cancelled_entry(place, event);
    message
}

fn to_the_booker(
    (booking, places): (&booking::Model, &[&place::Model]),
    event: &EventDetails,
    shared: &Value,
    outcome: &CancellationPreview,
    way_back: WayBack,
) -> NewMessage {
    let is_confirmed = booking.state == BookingState::Confirmed.word();
    // Whoever booked for themselves hears of it here alone, with their own entry.
    let own = places.iter().find(|place| is_confirmed && is_own_place(booking, place));
    let by_invoice = is_by_invoice(booking) && booking.state != BookingState::Held.word();
    let lines: Vec<Value> = outcome.places.iter().map(|line| line_of(line, by_invoice)).collect();
    let mut data = shared.clone();
    let of_booker = json!({
        "name": booking.booker_name,
        "reference": booking.reference,
        "lines": lines,
        "total": outcome.total.to_string(),
        "has_refund": outcome.total.get() > 0,
        "invoice_words": if by_invoice { invoicing::cancellation_words(outcome) } else { String::new() },
        "by_bank": way_back == WayBack::Bank,
        "both_ways": way_back == WayBack::Both,
        "has_entry": own.is_some(),
        "manage": manage_link(booking),
    });
    if let (Value::Object(all), Value::Object(more)) = (&mut data, of_booker) {
        all.extend(more);
    }
    let first = places.first().map_or(0, |place| place.id);
    let mut message =
        to_booker("booking_cancelled", booking, data, format!("booking-cancelled:{}:{first}", booking.id));
    message.calendar = own.and_then(|place| cancelled_entry(place, event));
    message
}

fn line_of(line: &PlaceRefund, by_invoice: bool) -> Value {
    if by_invoice {
        let words = invoicing::line_words(line);
        return json!({ "name": words.name, "why": words.why, "amount": words.amount });
    }
    let back_before = if line.refund < line.credited { ", and taken back already" } else { "" };
    let why = format!("{} was paid{back_before}", line.paid);
    json!({ "name": line.attendee_name, "why": why, "amount": line.refund.to_string() })
}

/// Takes the place's entry out of a calendar.
fn cancelled_entry(place: &place::Model, event: &EventDetails) -> Option<CalendarFile> {
    let cancelled = place::Model { calendar_sequence: place.calendar_sequence + 1, ..place.clone() };
    place_calendar(&cancelled, event, CalendarMethod::Cancel)
}
