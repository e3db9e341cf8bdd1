//! What the booker hears while staff look at a new customer. The invoice itself goes to the billing contact, by `payments`.

use entity::booking;
use serde_json::{Value, json};

use crate::app::App;
use crate::bookings::email_words::event_words;
use crate::bookings::views::held_words;
use crate::db::Tx;
use crate::events::{EventDetails, EventId, load_event};
use crate::kernel::{Instant, LinkPurpose, Pence, Unexpected};
use crate::notifications::{NewMessage, outbox, personal_link};

/// The places are kept while we look (INV-1).
pub(super) async fn tell_waits(
    app: &App,
    tx: &Tx,
    (booking, event): (&booking::Model, &EventDetails),
    now: Instant,
) -> Result<(), Unexpected> {
    let data = about(app, booking, event, now);
    queue(app, tx, ("invoice_account_checked", booking, data, format!("invoice-waits:{}", booking.id)), now).await
}

/// No invoice; the places stay kept for another way to pay.
pub(super) async fn tell_declined(
    app: &App,
    tx: &Tx,
    (booking, event): (&booking::Model, &EventDetails),
    reason: &str,
    now: Instant,
) -> Result<(), Unexpected> {
    let mut data = about(app, booking, event, now);
    data["reason"] = json!(reason);
    queue(app, tx, ("invoice_account_refused", booking, data, format!("invoice-refused:{}", booking.id)), now).await
}

/// The time to approve the customer ran out: we say so, and are sorry, because it was our turn.
pub(in crate::bookings) async fn tell_hold_ended(
    app: &App,
    tx: &Tx,
    booking: &booking::Model,
    now: Instant,
) -> Result<(), Unexpected> {
    let event = load_event(tx, EventId(booking.event_id)).await?;
    let data = about(app, booking, &event, now);
    queue(app, tx, ("invoice_booking_ended", booking, data, format!("invoice-ended:{}", booking.id)), now).await
}

fn about(app: &App, booking: &booking::Model, event: &EventDetails, now: Instant) -> Value {
    json!({
        "name": booking.booker_name,
        "event": event_words(app, event, now),
        "reference": booking.reference,
        "organisation": booking.organisation_name,
        "total": Pence::new(booking.total_pence).to_string(),
        "held_until": booking.held_until.map(held_words).unwrap_or_default(),
        "manage": personal_link(LinkPurpose::ManageBooking, booking.id, booking.link_generation),
    })
}

async fn queue(
    app: &App,
    tx: &Tx,
    (template, booking, data, key): (&'static str, &booking::Model, Value, String),
    now: Instant,
) -> Result<(), Unexpected> {
    let message = NewMessage {
        template,
        person_id: booking.booker_person_id,
        to_name: booking.booker_name.clone(),
        to_address: booking.booker_email.clone(),
        data,
        calendar: None,
        dedupe_key: key,
    };
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}
