//! Opens a payment page for a booking that is still held (HLD-2, HLD-3): the open one again, or a fresh one.

use chrono::Duration;
use sea_orm::DatabaseTransaction;

use super::booking_state::BookingState;
use super::hold::CARD_PAGE_MINUTES;
use super::joining::{Owed, still_owed};
use super::raise_charge::start_booking_checkout;
use super::store;
use crate::app::App;
use crate::events::{EventId, load_event};
use crate::kernel::unexpected::unexpected_from;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::ledger::on_account_for;
use crate::payments::{self, CheckoutId};

/// Why there is nothing to pay.
#[derive(Debug, thiserror::Error)]
pub enum PayAgainError {
    /// Paid, expired or cancelled.
    #[error("This booking is not waiting for a payment any more. This page shows how it stands.")]
    NotHeld,
    /// ELG-7: the membership that was to be paid with it cannot begin any more.
    #[error(
        "The membership that was to be paid with this booking is no longer on offer, so its member price cannot be had. Give the places up and book again; nothing has been charged."
    )]
    MembershipOver,
    /// The gateway does not answer.
    #[error("The payment page does not answer just now. Your places are kept; try again in a minute.")]
    NoAnswer,
    /// We or a supplier failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(PayAgainError);

/// The address of a payment page for what the booking still owes.
pub async fn pay_again(app: &App, booking_id: i64) -> Result<String, PayAgainError> {
    if app.gateway.is_none() {
        return Err(PayAgainError::NotHeld);
    }
    let now = app.now();
    let checkout_id = app.db.write_tx(async |tx| start_again(app, tx, booking_id, now).await).await?;
    payments::open_checkout(app, checkout_id).await.map_err(no_answer)
}

/// Decides behind the charge's lock, where a payment that was being settled, a cancellation or the end of the hold is over: no
/// page is opened for a booking that owes nothing, or for more than it owes.
async fn start_again(
    app: &App,
    tx: &DatabaseTransaction,
    booking_id: i64,
    now: Instant,
) -> Result<CheckoutId, PayAgainError> {
    let known = store::load_booking(tx, booking_id).await?;
    let charge_id = known.charge_id.ok_or(PayAgainError::NotHeld)?;
    payments::lock_charge(tx, charge_id).await?;
    let booking = store::load_booking(tx, booking_id).await?;
    let is_held = booking.state == BookingState::Held.word() && booking.held_until.is_some_and(|until| now < until);
    let event = load_event(tx, EventId(booking.event_id)).await?;
    let waiting: Pence = on_account_for(tx, charge_id).await?.iter().map(|(_, amount)| *amount).sum();
    let due = payments::queries::charge_money(tx, charge_id).await?.outstanding - waiting;
    if !is_held || !event.is_published() || due <= Pence::ZERO {
        return Err(PayAgainError::NotHeld);
    }
    if still_owed(tx, &booking, now).await? == Owed::Over {
        return Err(PayAgainError::MembershipOver);
    }
    let until = now + Duration::minutes(CARD_PAGE_MINUTES);
    Ok(start_booking_checkout(app, tx, &booking, &event, (due, until), now).await?)
}

fn no_answer(error: payments::OpenCheckoutError) -> PayAgainError {
    tracing::warn!(%error, "a payment page could not be opened");
    PayAgainError::NoAnswer
}
