//! A dispute was lost: the bank has taken the money for a booking back (REF-19). Before the event its places are given to others;
//! once it has begun somebody may have come, so the places stay and what they cost is owed again.

use std::collections::BTreeSet;

use entity::booking;

use super::booking_state::BookingState;
use super::cancel_places::{CancelPlaces, CancelPlacesError, cancel_in};
use super::cancellation::CancelledBy;
use super::event_facts::event_dates;
use super::place_change::queries::moves_from;
use super::store;
use crate::app::App;
use crate::audit::Actor;
use crate::db::Tx;
use crate::events::{EventId, load_event};
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::{self, ChargeMoney};

/// What became of the booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentLost {
    /// The charge is not a booking's, or the booking had ended.
    NotABooking,
    /// Its places are cancelled, and nothing is owed for them any more.
    Cancelled,
    /// The event has begun: the places stay, and an officer sees what is owed.
    Kept,
    /// Only part of the money is gone: an officer decides.
    PartlyPaid,
}

/// The bookings that go on with the money: this one, or when all of it has moved, one for each date the places went to; by rising
/// id, which is the order their charges are locked in.
pub(super) async fn where_it_went(tx: &Tx, booking: booking::Model) -> Result<Vec<booking::Model>, Unexpected> {
    let mut known = BTreeSet::from([booking.id]);
    let (mut at, mut found) = (vec![booking], Vec::new());
    while let Some(booking) = at.pop() {
        if booking.state != BookingState::Moved.word() {
            found.push(booking);
            continue;
        }
        for moved in moves_from(tx, booking.id).await? {
            if known.insert(moved.new_booking_id) {
                at.push(store::load_booking(tx, moved.new_booking_id).await?);
            }
        }
    }
    found.sort_unstable_by_key(|booking| booking.id);
    Ok(found)
}

/// Cancels the places that a lost payment had paid for, in the caller's transaction, which holds the charge's lock. Only when
/// nothing of what the live places cost is paid any more. Gives what became of the last booking that something became of.
pub async fn on_dispute_lost(app: &App, tx: &Tx, charge_id: i64, now: Instant) -> Result<PaymentLost, Unexpected> {
    let mut outcome = PaymentLost::NotABooking;
    let Some(booking) = store::find_booking_of_charge(tx, charge_id).await? else { return Ok(outcome) };
    for booking in where_it_went(tx, booking).await? {
        match lose_booking(app, tx, &booking, now).await? {
            PaymentLost::NotABooking => {}
            other => outcome = other,
        }
    }
    Ok(outcome)
}

async fn lose_booking(app: &App, tx: &Tx, booking: &booking::Model, now: Instant) -> Result<PaymentLost, Unexpected> {
    let Some(charge_id) = booking.charge_id.filter(|_| booking.state == BookingState::Confirmed.word()) else {
        return Ok(PaymentLost::NotABooking);
    };
    let event = load_event(tx, EventId(booking.event_id)).await?;
    if event_dates(&event).is_some_and(|dates| now >= dates.started_from()) {
        return Ok(PaymentLost::Kept);
    }
    let money = payments::queries::charge_money(tx, charge_id).await?;
    let places = store::load_places(tx, booking.id).await?;
    let live = places.iter().filter(|place| place.state == BookingState::Confirmed.word());
    let price: Pence = live.map(|place| Pence::new(place.price_pence)).sum();
    if !is_all_gone(price, money) {
        return Ok(PaymentLost::PartlyPaid);
    }
    let command = CancelPlaces {
        booking_id: booking.id,
        place_ids: Vec::new(),
        by: CancelledBy::Bank,
        actor: Actor::System,
        expected: None,
        reason: "the bank that paid has taken the payment back".to_owned(),
    };
    match cancel_in(app, tx, &command, now).await {
        Ok(_) => Ok(PaymentLost::Cancelled),
        Err(CancelPlacesError::AlreadyCancelled) => Ok(PaymentLost::NotABooking),
        Err(CancelPlacesError::Unexpected(error)) => Err(error),
        Err(refused) => Err(Unexpected::because(refused.to_string())),
    }
}

/// Whether nothing of `price` is paid any more.
fn is_all_gone(price: Pence, money: ChargeMoney) -> bool {
    price > Pence::ZERO && money.outstanding >= price
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ref_19_places_go_only_when_all_that_they_cost_is_gone() {
        let owing = |pence| ChargeMoney { outstanding: Pence::new(pence), ..ChargeMoney::default() };
        let table =
            [(9_000, 9_000, true), (9_000, 8_999, false), (9_000, 18_000, true), (9_000, 0, false), (0, 0, false)];

        for (price, owed, gone) in table {
            assert_eq!(is_all_gone(Pence::new(price), owing(owed)), gone, "{price} {owed}");
        }
    }
}
