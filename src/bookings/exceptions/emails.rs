//! The letter about a reduction.

use entity::{booking, place};
use serde_json::json;

use super::GoodwillGiven;
use crate::app::App;
use crate::bookings::email_words::event_words;
use crate::bookings::emails::{manage_link, to_booker};
use crate::bookings::way_back::WayBack;
use crate::db::Tx;
use crate::events::{EventId, load_event};
use crate::kernel::{Instant, Pence, Unexpected};
use crate::notifications::outbox;

/// Tells the booker that something was taken off, and why (REF-16, REF-17).
pub(super) async fn queue_goodwill(
    app: &App,
    tx: &Tx,
    (booking, place): (&booking::Model, &place::Model),
    (given, reason, key): (GoodwillGiven, &str, String),
    now: Instant,
) -> Result<(), Unexpected> {
    let event = load_event(tx, EventId(place.event_id)).await?;
    let way_back = WayBack::of(tx, booking).await?;
    let unless_none = |amount: Pence| (!amount.is_zero()).then(|| amount.to_string());
    let data = json!({
        "name": booking.booker_name,
        "event": event_words(app, &event, now),
        "reference": booking.reference,
        "amount": (given.waived + given.refunded).to_string(),
        "waived": unless_none(given.waived),
        "refunded": unless_none(given.refunded),
        "reason": reason,
        "by_bank": way_back == WayBack::Bank,
        "both_ways": way_back == WayBack::Both,
        "manage": manage_link(booking),
    });
    outbox::queue(tx, app.tokens.as_ref(), to_booker("goodwill_given", booking, data, key), now).await
}
