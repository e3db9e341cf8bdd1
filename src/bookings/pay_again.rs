//! Opens a payment page for a booking that is still held (HLD-2, HLD-3): the open one again, or a fresh one. Stripe is asked first,
//! so that nobody whose money has arrived is sent to pay a second time because its message was lost.

use chrono::Duration;

use super::booking_state::BookingState;
use super::hold::CARD_PAGE_MINUTES;
use super::joining::{Owed, still_owed};
use super::raise_charge::start_booking_checkout;
use super::store;
use crate::app::App;
use crate::db::Tx;
use crate::events::{EventId, load_event};
use crate::jobs::{self, NewJob};
use crate::kernel::unexpected::unexpected_from;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::checkouts::{CHECK_CHECKOUT, CheckCheckout, look_up_checkout};
use crate::payments::ledger::on_account_for;
use crate::payments::seen::{Seen, SessionSeen, SessionStanding};
use crate::payments::{self, CheckoutId};

/// Why there is nothing to pay.
#[derive(Debug, thiserror::Error)]
pub enum PayAgainError {
    /// Paid, expired or cancelled.
    #[error("This booking is not waiting for a payment any more. This page shows how it stands.")]
    NotHeld,
    /// Paid at Stripe, and not heard of here yet: a job looks it up.
    #[error("Your payment has reached Stripe; we are confirming it. There is nothing more to pay.")]
    ReachedStripe,
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
    let booking = store::load_booking(app.db.reader(), booking_id).await?;
    if let Some(charge_id) = booking.charge_id.filter(|_| booking.state == BookingState::Held.word())
        && has_reached_stripe(app, charge_id, now).await?
    {
        return Err(PayAgainError::ReachedStripe);
    }
    let checkout_id = app.db.write_tx(async |tx| start_again(app, tx, booking_id, now).await).await?;
    payments::open_checkout(app, checkout_id).await.map_err(no_answer)
}

/// Whether Stripe has the money for the charge's open page; then the job that brings it in is added. Without an answer of
/// Stripe's, the page that is open there takes no second payment by itself.
async fn has_reached_stripe(app: &App, charge_id: i64, now: Instant) -> Result<bool, Unexpected> {
    let Some(id) = payments::queries::live_checkout(app.db.reader(), charge_id).await? else { return Ok(false) };
    let seen = look_up_checkout(app, id).await.unwrap_or_else(|error| {
        tracing::warn!(checkout = id.0, %error, "whether a checkout was paid could not be asked");
        None
    });
    let Some(Seen::Session(SessionSeen { standing: SessionStanding::Paid | SessionStanding::AwaitingBank, .. })) = seen
    else {
        return Ok(false);
    };
    let job = NewJob::new(CHECK_CHECKOUT, &CheckCheckout { checkout_id: id.0 })?;
    let job = job.once(format!("{CHECK_CHECKOUT}:{}", id.0));
    app.db.write_tx(async |tx| jobs::enqueue(tx, job, now).await).await?;
    Ok(true)
}

/// Decides behind the charge's lock, where a payment that was being settled, a cancellation or the end of the hold is over: no
/// page is opened for a booking that owes nothing, or for more than it owes.
async fn start_again(app: &App, tx: &Tx, booking_id: i64, now: Instant) -> Result<CheckoutId, PayAgainError> {
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
