//! Opens a payment page for a booking that is still held (HLD-2, HLD-3): the open one again, or a fresh one.

use chrono::Duration;

use super::booking_state::BookingState;
use super::hold::CARD_PAGE_MINUTES;
use super::raise_charge::start_booking_checkout;
use super::store;
use crate::app::App;
use crate::events::{EventId, load_event};
use crate::kernel::Unexpected;
use crate::kernel::unexpected::unexpected_from;
use crate::payments;

/// Why there is nothing to pay.
#[derive(Debug, thiserror::Error)]
pub enum PayAgainError {
    /// Paid, expired or cancelled.
    #[error("This booking is not waiting for a payment any more. This page shows how it stands.")]
    NotHeld,
    /// The gateway does not answer.
    #[error("The payment page does not answer just now. Your places are kept; try again in a minute.")]
    NoAnswer,
    /// We or a supplier failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(PayAgainError);

/// The address of a payment page for what the booking owes.
pub async fn pay_again(app: &App, booking_id: i64) -> Result<String, PayAgainError> {
    let now = app.now();
    let booking = store::load_booking(app.db.reader(), booking_id).await?;
    let held = booking.state == BookingState::Held.word() && booking.held_until.is_some_and(|until| now < until);
    if booking.charge_id.is_none() || !held || app.gateway.is_none() {
        return Err(PayAgainError::NotHeld);
    }
    let event = load_event(app.db.reader(), EventId(booking.event_id)).await?;
    let checkout_id = app
        .db
        .write_tx(async |tx| {
            start_booking_checkout(app, tx, &booking, &event, now + Duration::minutes(CARD_PAGE_MINUTES), now).await
        })
        .await?;
    payments::open_checkout(app, checkout_id).await.map_err(no_answer)
}

fn no_answer(error: payments::OpenCheckoutError) -> PayAgainError {
    tracing::warn!(%error, "a payment page could not be opened");
    PayAgainError::NoAnswer
}
