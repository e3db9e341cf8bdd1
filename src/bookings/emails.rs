//! The emails that bookings cause. Each builder says who gets it, what it holds, and the key that makes it go out once.

use std::collections::BTreeSet;

use entity::{booking, place};
use serde_json::{Value, json};

use super::email_words::{charge_lines, event_words, place_calendar, refund_words, words_for_place};
use super::groups::place_status::{is_own_place, is_unnamed};
use super::hold::PaymentMethod;
use super::modes::mode_words;
use super::pricing::place_why;
use super::refund_policy::PayerKind;
use super::way_back::WayBack;
use crate::app::App;
use crate::db::Tx;
use crate::events::{EventDetails, EventId, load_event};
use crate::kernel::uk_time::date_and_time;
use crate::kernel::{Instant, LinkPurpose, Pence, Unexpected};
use crate::notifications::{CalendarMethod, NewMessage, outbox, personal_link, plain_links};
use crate::payments;

pub(super) fn manage_link(booking: &booking::Model) -> Value {
    json!(personal_link(LinkPurpose::ManageBooking, booking.id, booking.link_generation))
}

/// Whether money goes back by bank transfer: it came that way, for a place or for an invoice.
pub(super) fn pays_by_bank(booking: &booking::Model) -> bool {
    booking.payment_method == "bank_transfer" || is_by_invoice(booking)
}

pub(super) fn is_by_invoice(booking: &booking::Model) -> bool {
    booking.payment_method == PaymentMethod::Invoice.word()
}

/// A message to the booker.
pub(super) fn to_booker(template: &'static str, booking: &booking::Model, data: Value, key: String) -> NewMessage {
    NewMessage {
        template,
        person_id: booking.booker_person_id,
        to_name: booking.booker_name.clone(),
        to_address: booking.booker_email.clone(),
        data,
        calendar: None,
        dedupe_key: key,
    }
}

/// A message to the attendee of a place.
pub(super) fn to_attendee(template: &'static str, place: &place::Model, data: Value, key: String) -> NewMessage {
    NewMessage {
        template,
        person_id: place.person_id,
        to_name: place.attendee_name.clone(),
        to_address: place.attendee_email.clone(),
        data,
        calendar: None,
        dedupe_key: key,
    }
}

/// Tells one attendee that the place is theirs, with a calendar entry of their own (GRP-5; GRP-4: a place without a name has
/// none). Whoever has the place after them is told as well: the key counts the generations of its links.
pub(super) fn place_confirmed(
    (booking, place): (&booking::Model, &place::Model),
    event: &EventDetails,
    words: &Value,
) -> NewMessage {
    let data = json!({
        "name": place.attendee_name,
        "event": words_for_place(words, place, event),
        "way": mode_words(place),
        "booked_by": (!is_own_place(booking, place)).then_some(&booking.booker_name),
        "reference": booking.reference,
        "place_page": personal_link(LinkPurpose::ManagePlace, place.id, place.link_generation),
        "has_resources": !event.resources.is_empty(),
    });
    let key = match place.link_generation {
        1 => format!("place-confirmed:{}", place.id),
        later => format!("place-confirmed:{}:{later}", place.id),
    };
    let mut message = to_attendee("place_confirmed", place, data, key);
    message.calendar = place_calendar(place, event, CalendarMethod::Request);
    message
}

/// Tells every attendee (with a calendar entry of their own, GRP-5) and sends the booker the receipt (RMD-1, CO-04).
pub(super) async fn queue_confirmation(
    app: &App,
    tx: &Tx,
    (booking, places): (&booking::Model, &[place::Model]),
    event: &EventDetails,
    now: Instant,
) -> Result<(), Unexpected> {
    let words = event_words(app, event, now);
    let named = places.iter().filter(|place| !place.folded_name.is_empty());
    let mut messages: Vec<NewMessage> = named.map(|place| place_confirmed((booking, place), event, &words)).collect();
    // Whoever registers for their authority's own training is told as an attendee, and of no price (INH-4).
    if event.is_private() && booking.total_pence == 0 {
        return outbox::queue_all(tx, app.tokens.as_ref(), messages, Vec::new(), now).await;
    }
    let data = json!({
        "name": booking.booker_name,
        "event": words,
        "reference": booking.reference,
        "payer": booking.organisation_name.clone().unwrap_or_else(|| booking.booker_name.clone()),
        "is_free": booking.total_pence == 0,
        "by_invoice": is_by_invoice(booking),
        "total": Pence::new(booking.total_pence).to_string(),
        "lines": charge_lines(places),
        "unnamed": places.iter().filter(|place| is_unnamed(place)).count(),
        "refund_words": refund_words(tx, booking, event, now).await?,
        "pays_personally": booking.payer_kind == PayerKind::Person.word(),
        "accepted": super::accepted_terms::accepted_terms(tx, booking).await?,
        "terms": plain_links(&super::sale::load_terms(tx, booking.booking_terms_id).await?.words, &app.shell.base_url),
        "manage": manage_link(booking),
    });
    let key =
        format!("booking-confirmed:{}:{}", booking.id, booking.confirmed_at.map_or(0, |at| at.timestamp_micros()));
    messages.push(to_booker("booking_confirmed", booking, data, key));
    outbox::queue_all(tx, app.tokens.as_ref(), messages, Vec::new(), now).await
}

/// Tells the booker how to pay by bank transfer, and until when the places are kept (D14). The caller queues it.
pub(super) async fn bank_details(
    app: &App,
    tx: &Tx,
    (booking, places): (&booking::Model, &[place::Model]),
    event: &EventDetails,
    now: Instant,
) -> Result<NewMessage, Unexpected> {
    // Why it is less than others pay, said once for places alike (AC-16, ELG-10).
    let reduced: BTreeSet<String> =
        places.iter().filter(|place| place.price_pence < place.list_pence).map(place_why).collect();
    let known = app.identity.read_in(tx, now).await?;
    let identity = known.record.ok_or_else(|| Unexpected::because("the charity's identity is not set up"))?;
    let data = json!({
        "name": booking.booker_name,
        "event": event_words(app, event, now),
        "reference": booking.reference,
        "total": Pence::new(booking.total_pence).to_string(),
        "reduced": reduced,
        "account_name": identity.bank_account_name,
        "sort_code": identity.bank_sort_code,
        "account_number": identity.bank_account_number,
        "held_until": booking.held_until.map(|until| date_and_time(until - chrono::Duration::microseconds(1))),
        "manage": manage_link(booking),
    });
    Ok(to_booker("bank_transfer_awaited", booking, data, format!("bank-transfer-awaited:{}", booking.id)))
}

/// Money on its way back that bought nothing.
pub(super) struct Returned {
    /// How much.
    pub(super) amount: Pence,
    /// The payment, when it is one: it goes back the way it came (REF-10).
    pub(super) payment_id: Option<i64>,
    /// It was less than the booking costs.
    pub(super) is_short: bool,
    /// Names the act, so that it is told once.
    pub(super) key: String,
}

/// Apologises for money that could buy nothing any more, and says that it is on its way back (HLD-5 to HLD-7).
pub(super) async fn queue_payment_returned(
    app: &App,
    tx: &Tx,
    booking: &booking::Model,
    returned: Returned,
    now: Instant,
) -> Result<(), Unexpected> {
    let event = load_event(tx, EventId(booking.event_id)).await?;
    let by_bank = match returned.payment_id {
        Some(id) => !payments::queries::is_card_payment(tx, id).await?,
        None => WayBack::of(tx, booking).await? == WayBack::Bank,
    };
    let data = json!({
        "name": booking.booker_name,
        "event": event_words(app, &event, now),
        "reference": booking.reference,
        "is_booked": booking.state == super::booking_state::BookingState::Confirmed.word(),
        "is_short": returned.is_short,
        "amount": returned.amount.to_string(),
        "by_bank": by_bank,
        "manage": manage_link(booking),
    });
    let message = to_booker("payment_returned", booking, data, format!("payment-returned:{}", returned.key));
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}
