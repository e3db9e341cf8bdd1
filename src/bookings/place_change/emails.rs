//! Emails about changes that wait for money.

use entity::{booking, place_change};
use serde_json::json;

use crate::app::App;
use crate::bookings::email_words::event_words;
use crate::bookings::emails::{manage_link, to_booker};
use crate::bookings::views::held_words;
use crate::db::Tx;
use crate::events::{EventDetails, EventId, load_event};
use crate::kernel::{Instant, Pence, Unexpected};
use crate::notifications::outbox;

/// What a change is, as a sentence goes on: "a move to another date".
pub(super) fn change_words(change: &place_change::Model) -> String {
    match change.kind.as_str() {
        "move" => "the move to another date".to_owned(),
        _ => format!("naming {} for a place", change.new_name),
    }
}

/// An officer has prepared a change: the booker pays the difference, until when, and then it happens by itself.
pub(super) async fn queue_awaits_payment(
    app: &App,
    tx: &Tx,
    (booking, change): (&booking::Model, &place_change::Model),
    event: &EventDetails,
    now: Instant,
) -> Result<(), Unexpected> {
    let data = json!({
        "name": booking.booker_name,
        "event": event_words(app, event, now),
        "reference": booking.reference,
        "change": change_words(change),
        "amount": Pence::new(change.amount_pence).to_string(),
        "until": held_words(change.waits_until),
        "manage": manage_link(booking),
    });
    let message = to_booker("change_awaits_payment", booking, data, format!("change-awaits-payment:{}", change.id));
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}

/// The money came, but not all of it in time, or the change was no longer possible: it goes back, and the booking is as it was.
pub(super) async fn queue_not_made(
    app: &App,
    tx: &Tx,
    (booking, change): (&booking::Model, &place_change::Model),
    (key, amount): (&str, Pence),
    now: Instant,
) -> Result<(), Unexpected> {
    let event = load_event(tx, EventId(booking.event_id)).await?;
    let data = json!({
        "name": booking.booker_name,
        "event": event_words(app, &event, now),
        "reference": booking.reference,
        "change": change_words(change),
        "amount": amount.to_string(),
        "manage": manage_link(booking),
    });
    let message = to_booker("change_not_made", booking, data, format!("change-not-made:{key}"));
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}
