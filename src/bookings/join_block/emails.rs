//! The booker hears why the people they booked for cannot join; those people do not hear of money.

use entity::booking;
use serde_json::json;

use crate::app::App;
use crate::bookings::email_words::event_words;
use crate::bookings::emails::{manage_link, to_booker};
use crate::db::Tx;
use crate::events::{EventId, load_event};
use crate::kernel::uk_time::long_date;
use crate::kernel::{Instant, Unexpected};
use crate::notifications::outbox;
use crate::payments::invoices::queries::InvoiceBrief;

pub(super) async fn queue_blocked(
    app: &App,
    tx: &Tx,
    booking: &booking::Model,
    (invoice, reason): (&InvoiceBrief, &str),
    now: Instant,
) -> Result<(), Unexpected> {
    let event = load_event(tx, EventId(booking.event_id)).await?;
    let data = json!({
        "name": booking.booker_name,
        "event": event_words(app, &event, now),
        "reference": booking.reference,
        "invoice": invoice.number,
        "due": invoice.due_on.map(long_date),
        "reason": reason,
        "manage": manage_link(booking),
    });
    let key = format!("joining_blocked:{}:{}", booking.id, now.timestamp());
    outbox::queue(tx, app.tokens.as_ref(), to_booker("joining_blocked", booking, data, key), now).await
}
