//! Opens the payment page of a change that waits: the open one again, or a fresh one.

use chrono::Duration;

use super::settle_change::lock_charges;
use super::start_change::start_change_checkout;
use super::store;
use crate::app::App;
use crate::bookings::pay_again::PayAgainError;
use crate::bookings::store as bookings;
use crate::db::Tx;
use crate::events::{EventId, load_event};
use crate::kernel::Instant;
use crate::payments::ledger::on_account_for;
use crate::payments::{self, CheckoutId};

/// A page that would stay open longer than the change waits is not opened in its last minutes.
const LAST_CALL: Duration = Duration::minutes(1);

/// The address of the payment page.
pub async fn pay_change(app: &App, change_id: i64) -> Result<String, PayAgainError> {
    if app.gateway.is_none() {
        return Err(PayAgainError::NotHeld);
    }
    let now = app.now();
    let checkout_id = app.db.write_tx(async |tx| start_again(app, tx, change_id, now).await).await?;
    payments::open_checkout(app, checkout_id).await.map_err(|error| {
        tracing::warn!(%error, "a payment page could not be opened");
        PayAgainError::NoAnswer
    })
}

async fn start_again(app: &App, tx: &Tx, change_id: i64, now: Instant) -> Result<CheckoutId, PayAgainError> {
    let known = store::load_change(tx, change_id).await?;
    let booking = bookings::load_booking(tx, known.booking_id).await?;
    lock_charges(tx, &booking, known.charge_id).await?;
    let change = store::load_change(tx, change_id).await?;
    let waits = change.state == store::WAITING && now + LAST_CALL < change.waits_until;
    if !waits || !on_account_for(tx, change.charge_id).await?.is_empty() {
        return Err(PayAgainError::NotHeld);
    }
    let event = load_event(tx, EventId(change.to_event_id.unwrap_or(booking.event_id))).await?;
    Ok(start_change_checkout(app, tx, (&booking, &change), &event, now).await?)
}
