//! Decides what arriving money buys: the booking it was for, the same booking again when it came late but places remain (HLD-5),
//! or nothing, and then all of it goes back (HLD-6, HLD-7). Runs in the transaction that records the payment.

use entity::booking;
use sea_orm::DatabaseTransaction;

use super::booking_state::BookingState;
use super::confirm_booking::confirm_booking;
use super::emails;
use super::event_facts::event_dates;
use super::raise_charge::{ChargeFor, raise_booking_charge};
use super::release_expired_holds::release_expired_holds;
use super::sale::find_sale;
use super::store;
use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::events::{EventDetails, EventId, load_event};
use crate::kernel::{Instant, Unexpected};
use crate::payments::ledger::balance_of_payment;
use crate::payments::ledger_entry::Account;
use crate::payments::{self, Purpose};

/// What the money bought.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Settlement {
    /// The booking is confirmed.
    Confirmed,
    /// Some is still owed; the places stay held.
    PartPaid,
    /// Nothing; it is being refunded.
    Returned,
    /// The charge is not a booking's.
    NotABooking,
}

/// Hands a payment that was made for `charge_id` to its booking.
pub async fn settle_booking(
    app: &App,
    tx: &DatabaseTransaction,
    payment_id: i64,
    charge_id: i64,
    now: Instant,
) -> Result<Settlement, Unexpected> {
    let Some(booking) = find_booking(tx, charge_id).await? else {
        return Ok(Settlement::NotABooking);
    };
    let event = load_event(tx, EventId(booking.event_id)).await?;
    match BookingState::parse(&booking.state) {
        Some(BookingState::Held) if can_still_happen(&event, now) => {
            settle_held(app, tx, &booking, &event, (payment_id, charge_id), now).await
        }
        Some(BookingState::Expired) if can_still_happen(&event, now) => {
            settle_late(app, tx, &booking, &event, payment_id, now).await
        }
        Some(BookingState::Confirmed) => give_back(app, tx, &booking, payment_id, "paid twice", now).await,
        _ => give_back(app, tx, &booking, payment_id, "the booking had ended", now).await,
    }
}

/// The booking a charge was raised for; a booking that was revived has a newer charge, so its places are asked too.
async fn find_booking(tx: &DatabaseTransaction, charge_id: i64) -> Result<Option<booking::Model>, Unexpected> {
    if let Some(booking) = store::find_booking_of_charge(tx, charge_id).await? {
        return Ok(Some(booking));
    }
    for purpose in payments::queries::purposes_of(tx, charge_id).await? {
        if let Purpose::Place(place_id) = purpose {
            let Some(place) = store::find_place(tx, place_id).await? else { continue };
            return Ok(Some(store::load_booking(tx, place.booking_id).await?));
        }
    }
    Ok(None)
}

/// Published and not begun.
fn can_still_happen(event: &EventDetails, now: Instant) -> bool {
    event.is_published() && event_dates(event).is_some_and(|dates| now < dates.started_from())
}

async fn settle_held(
    app: &App,
    tx: &DatabaseTransaction,
    booking: &booking::Model,
    event: &EventDetails,
    (payment_id, charge_id): (i64, i64),
    now: Instant,
) -> Result<Settlement, Unexpected> {
    let settled = payments::settle(tx, payment_id, charge_id, now).await?;
    if payments::queries::charge_money(tx, charge_id).await?.outstanding.get() > 0 {
        return Ok(Settlement::PartPaid);
    }
    confirm_booking(app, tx, booking, event, now).await?;
    if settled.left_over.get() > 0 {
        payments::refund_left_over(tx, app.tokens.as_ref(), payment_id, "more than was owed", now).await?;
    }
    Ok(Settlement::Confirmed)
}

/// HLD-5: the hold is over, but the money is here. Takes the places again at the price paid, if they are still there.
async fn settle_late(
    app: &App,
    tx: &DatabaseTransaction,
    booking: &booking::Model,
    event: &EventDetails,
    payment_id: i64,
    now: Instant,
) -> Result<Settlement, Unexpected> {
    release_expired_holds(tx, event.id.0, now).await?;
    let places = store::load_places(tx, booking.id).await?;
    for place in &places {
        if store::has_live_twin(tx, event.id.0, (&place.folded_email, &place.folded_name), Some(booking.id)).await? {
            return give_back(app, tx, booking, payment_id, "the attendee had booked again", now).await;
        }
    }
    let Some(sale) = find_sale(tx, event.id.0).await? else {
        return give_back(app, tx, booking, payment_id, "the event is no longer on sale", now).await;
    };
    let paid = -balance_of_payment(tx, Account::OnAccount, payment_id).await?;
    let wanted = i32::try_from(places.len())?;
    let enough = paid.get() >= booking.total_pence && booking.personal_data_wiped_at.is_none();
    if !enough || !app.claim.claim(tx, sale.pool_id, wanted).await? {
        return give_back(app, tx, booking, payment_id, "the places had gone when the payment arrived", now).await;
    }
    let subject = ChargeFor { places: &places, event, list_price: sale.prices.standard, vat: &sale.vat };
    let charge_id = raise_booking_charge(app, tx, booking, subject, now).await?;
    let settled = payments::settle(tx, payment_id, charge_id, now).await?;
    confirm_booking(app, tx, booking, event, now).await?;
    if settled.left_over.get() > 0 {
        payments::refund_left_over(tx, app.tokens.as_ref(), payment_id, "more than was owed", now).await?;
    }
    Ok(Settlement::Confirmed)
}

async fn give_back(
    app: &App,
    tx: &DatabaseTransaction,
    booking: &booking::Model,
    payment_id: i64,
    why: &str,
    now: Instant,
) -> Result<Settlement, Unexpected> {
    payments::refund_left_over(tx, app.tokens.as_ref(), payment_id, why, now).await?;
    let entry = Entry {
        actor: Actor::System,
        action: "booking.payment_returned",
        subject_kind: "booking",
        subject_id: booking.id,
        reason: Some(why),
        values: None,
    };
    record(tx, entry, now).await?;
    emails::queue_payment_returned(app, tx, booking, payment_id, now).await?;
    Ok(Settlement::Returned)
}
