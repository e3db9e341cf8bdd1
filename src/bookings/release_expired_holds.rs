//! Frees the seats of bookings that nobody paid for in time (D4, HLD-1). Called before every claim, and by the job at the end of
//! a hold; safe to call at any time and any number of times.

use std::collections::BTreeSet;

use entity::{booking, place};

use super::booking_state::{BookingEvent, BookingState, transition};
use super::discounts::return_use;
use super::emails::{self, Returned};
use super::hold::PaymentMethod;
use super::invoicing;
use super::modes::{Seats, release_seats};
use super::raise_charge::{credit_unpaid, return_part_payment};
use super::sale::store::lock_seats;
use super::store;
use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::db::Tx;
use crate::kernel::{Instant, Unexpected};
use crate::payments;
use crate::payments::ledger::on_account_for;

/// Why a part payment goes back, as officers read it.
const PART_PAID: &str = "The hold ended before all of it was paid";

/// Frees every hold of the event that is over at `now`. Gives how many bookings expired.
pub async fn release_expired_holds(app: &App, tx: &Tx, event_id: i64, now: Instant) -> Result<usize, Unexpected> {
    let expired = store::list_expired_holds(tx, event_id, now).await?;
    // All charges before any booking or seat: the order every transaction keeps, so that two never wait for one another.
    for charge_id in expired.iter().filter_map(|booking| booking.charge_id).collect::<BTreeSet<_>>() {
        payments::lock_charge(tx, charge_id).await?;
    }
    let mut released = 0;
    for booking in expired {
        if release_hold(app, tx, &booking, now).await? {
            released += 1;
        }
    }
    Ok(released)
}

/// Ends one hold whose time is over: places back, charge credited, a part payment sent back. False when it was paid or ended
/// before, and while money for it is written down but not yet handed on: what counts is when it came (CLK-7).
pub async fn release_hold(app: &App, tx: &Tx, booking: &booking::Model, now: Instant) -> Result<bool, Unexpected> {
    if let Some(charge_id) = booking.charge_id {
        payments::lock_charge(tx, charge_id).await?;
        if !on_account_for(tx, charge_id).await?.is_empty() {
            return Ok(false);
        }
    }
    let is_over = booking.held_until.is_some_and(|until| until <= now);
    let expired = transition(BookingState::Held, BookingEvent::HoldEnded)?;
    if !is_over || !store::mark_booking(tx, booking.id, BookingState::Held, expired, now).await? {
        return Ok(false);
    }
    give_back_places(tx, booking, BookingState::Held, expired).await?;
    return_use(tx, booking.id, now).await?;
    credit_unpaid(tx, booking, "the hold ended unpaid", now).await?;
    let back = return_part_payment(app, tx, booking, (PART_PAID, None), now).await?;
    if booking.payment_method == PaymentMethod::Invoice.word() {
        invoicing::tell_hold_ended(app, tx, booking, now).await?;
    }
    if !back.is_zero() {
        let key = format!("part-payment:{}", booking.id);
        let returned = Returned { amount: back, payment_id: None, is_short: true, key };
        emails::queue_payment_returned(app, tx, booking, returned, now).await?;
    }
    let entry = Entry {
        actor: Actor::System,
        action: "booking.expired",
        subject_kind: "booking",
        subject_id: booking.id,
        reason: None,
        values: None,
    };
    record(tx, entry, now).await?;
    Ok(true)
}

/// Moves the booking's live places to `to` and returns exactly their seats (HLD-9).
async fn give_back_places(
    tx: &Tx,
    booking: &booking::Model,
    from: BookingState,
    to: BookingState,
) -> Result<(), Unexpected> {
    // Behind the seats: a date may be given two kinds of place just now.
    lock_seats(tx, booking.event_id).await?;
    let places = store::load_places(tx, booking.id).await?;
    let moved = store::mark_places(tx, booking.id, from, to).await?;
    let live: Vec<&place::Model> = places.iter().filter(|place| place.state == from.word()).collect();
    if usize::try_from(moved).ok() != Some(live.len()) {
        return Err(Unexpected::because("the places of a booking changed while they were given back"));
    }
    if let Some(first) = live.first() {
        let pool = (first.event_id, first.capacity_pool_id);
        release_seats(tx, pool, Seats::of_places(live.iter().copied())).await?;
    }
    Ok(())
}
