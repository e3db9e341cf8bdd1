//! What arriving money buys when it was for a change: the change, if it still waits and is still possible; else it goes back with
//! an apology (HLD-5's rule for changes: nothing was taken away from anybody, so nothing is forced).

use entity::{booking, place_change};

use super::emails;
use super::store::{self, ChangeEnd};
use crate::app::App;
use crate::bookings::modes::{Seats, release_seats};
use crate::bookings::moving::move_paid::move_when_paid;
use crate::bookings::store as bookings;
use crate::bookings::substitution::name_attendee::name_when_paid;
use crate::db::Tx;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::{self, Overpaid, Purpose};

/// What the money bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeSettlement {
    /// The change was carried out.
    Done,
    /// Some is still owed; it goes on waiting.
    PartPaid,
    /// Nothing; it is being refunded.
    Returned,
    /// Nothing of the payment is on account: it was handed on before.
    AlreadyDone,
}

/// Why a paid change cannot be carried out any more: a sentence for officers.
pub type Refusal = &'static str;

/// Hands a payment to the change it was made for.
pub async fn settle_place_change(
    app: &App,
    tx: &Tx,
    (payment_id, charge_id): (i64, i64),
    change_id: i64,
    now: Instant,
) -> Result<ChangeSettlement, Unexpected> {
    let known = store::load_change(tx, change_id).await?;
    lock_charges(tx, &bookings::load_booking(tx, known.booking_id).await?, charge_id).await?;
    if payments::queries::on_account(tx, payment_id).await? <= Pence::ZERO {
        return Ok(ChangeSettlement::AlreadyDone);
    }
    let change = store::load_change(tx, change_id).await?;
    let booking = bookings::load_booking(tx, change.booking_id).await?;
    if change.state != store::WAITING {
        let why = "the change no longer waited for it";
        return give_back(app, tx, (&booking, &change), (payment_id, Pence::ZERO), why, now).await;
    }
    if payments::queries::on_account(tx, payment_id).await? < outstanding(tx, charge_id).await? {
        payments::settle(tx, payment_id, charge_id, now).await?;
        return Ok(ChangeSettlement::PartPaid);
    }
    let done = match change.kind.as_str() {
        "move" => move_when_paid(app, tx, (&booking, &change), payment_id, now).await?,
        _ => name_when_paid(app, tx, (&booking, &change), payment_id, now).await?,
    };
    match done {
        Ok(()) => {
            store::mark_ended(tx, change.id, ChangeEnd::Done, now).await?;
            payments::refund_left_over(tx, app.tokens.as_ref(), payment_id, "more than was owed", now).await?;
            Ok(ChangeSettlement::Done)
        }
        Err(why) => {
            let part = end_unpaid(app, tx, &change, (ChangeEnd::Refused, why), now).await?.unwrap_or(Pence::ZERO);
            give_back(app, tx, (&booking, &change), (payment_id, part), why, now).await
        }
    }
}

async fn outstanding(tx: &Tx, charge_id: i64) -> Result<Pence, Unexpected> {
    Ok(payments::queries::charge_money(tx, charge_id).await?.outstanding)
}

/// Both charges by rising id, or the booking where it has none.
pub async fn lock_charges(tx: &Tx, booking: &booking::Model, change_charge: i64) -> Result<(), Unexpected> {
    let mut ids: Vec<i64> = booking.charge_id.into_iter().chain([change_charge]).collect();
    ids.sort_unstable();
    for id in ids {
        payments::lock_charge(tx, id).await?;
    }
    if booking.charge_id.is_none() {
        bookings::lock_booking(tx, booking.id).await?;
    }
    Ok(())
}

/// Money for this charge is about to be written down: when it is the charge of a change, both charges are locked in the order
/// that everybody else locks them in, before the first of them is.
pub async fn lock_before_change(tx: &Tx, charge_id: i64) -> Result<(), Unexpected> {
    if let Some(Purpose::PlaceChange(change_id)) = payments::queries::purposes_of(tx, charge_id).await?.first() {
        let change = store::load_change(tx, *change_id).await?;
        lock_charges(tx, &bookings::load_booking(tx, change.booking_id).await?, charge_id).await?;
    }
    Ok(())
}

/// Ends a change that nobody has paid, or whose money goes back: its charge is credited, what was paid of it goes back, its seats
/// are free again. Gives what goes back, mostly nothing; none when it had ended.
pub async fn end_unpaid(
    app: &App,
    tx: &Tx,
    change: &place_change::Model,
    (end, reason): (ChangeEnd, &str),
    now: Instant,
) -> Result<Option<Pence>, Unexpected> {
    if !store::mark_ended(tx, change.id, end, now).await? {
        return Ok(None);
    }
    let lines = payments::queries::lines_of(tx, change.charge_id).await?;
    let dedupe_key = format!("change-ended:{}", change.id);
    payments::credit_lines(tx, &lines, reason, &dedupe_key, now).await?;
    let overpaid = Overpaid { charge_id: change.charge_id, reason, dedupe_key: &dedupe_key, requested_by: None };
    let back = payments::refund_overpaid(tx, app.tokens.as_ref(), overpaid, now).await?;
    if let Some(pool) = change.to_event_id.zip(change.capacity_pool_id) {
        release_seats(tx, pool, Seats::kept_by(change)).await?;
    }
    Ok(Some(back))
}

/// Sets the money against the change's charge, credits that charge and carries the money over to the booking's: from here on it is
/// as if the booking had been paid at its new price.
pub async fn carry_into(
    tx: &Tx,
    change: &place_change::Model,
    payment_id: i64,
    to_charge: i64,
    now: Instant,
) -> Result<Pence, Unexpected> {
    payments::settle(tx, payment_id, change.charge_id, now).await?;
    let lines = payments::queries::lines_of(tx, change.charge_id).await?;
    payments::credit_lines(tx, &lines, "carried into the booking", &format!("change-done:{}", change.id), now).await?;
    let key = format!("change:{}", change.id);
    let carry = payments::Carry {
        from: change.charge_id,
        to: to_charge,
        most: Pence::new(change.amount_pence),
        dedupe_key: &key,
    };
    payments::carry_across(tx, carry, now).await
}

async fn give_back(
    app: &App,
    tx: &Tx,
    (booking, change): (&booking::Model, &place_change::Model),
    (payment_id, part): (i64, Pence),
    why: &str,
    now: Instant,
) -> Result<ChangeSettlement, Unexpected> {
    let amount = part + payments::queries::on_account(tx, payment_id).await?;
    payments::refund_left_over(tx, app.tokens.as_ref(), payment_id, why, now).await?;
    emails::queue_not_made(app, tx, (booking, change), (&payment_id.to_string(), amount), now).await?;
    Ok(ChangeSettlement::Returned)
}
