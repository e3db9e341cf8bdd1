//! Writes down a change that has to be paid for, with its charge and its payment page; nothing else is different until the money
//! is here.

use chrono::Duration;
use entity::{booking, place_change};
use sea_orm::ActiveValue::Set;

use super::jobs::end_change_job;
use super::queries::find_waiting;
use super::store;
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::hold::{CARD_HOLD_MINUTES, CARD_PAGE_MINUTES, PaymentMethod, held_until};
use crate::bookings::modes::Seats;
use crate::bookings::raise_charge::{GENERAL_FUND, Owing, TRAINING, open_booking_charge};
use crate::db::Tx;
use crate::events::EventDetails;
use crate::jobs;
use crate::kernel::{Instant, LinkPurpose, Pence, Unexpected};
use crate::payments::{self, CheckoutId, CheckoutLine, NewCheckout, NewLine, Purpose, VatTreatment};

/// What is to change once it is paid.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// Another person for one place.
    Person {
        /// Which place.
        place_id: i64,
        /// As typed.
        name: String,
        /// As typed.
        email: String,
    },
    /// Another date for one place, or for all that are live.
    Date {
        /// Which place; none for all.
        place_id: Option<i64>,
        /// The other date.
        event_id: i64,
        /// Its pool, where `seats` have been claimed.
        pool_id: i64,
        /// How many, and of which kind.
        seats: Seats,
    },
}

/// A change about to be written.
#[derive(Clone, Debug)]
pub struct NewChange<'a> {
    /// Of which booking.
    pub booking: &'a booking::Model,
    /// The date it is for now, or moves to: what the payer reads.
    pub event: &'a EventDetails,
    /// What is wanted.
    pub wanted: Wanted,
    /// What it costs on top, above nothing.
    pub amount: Pence,
    /// In words: "Difference to the standard price".
    pub description: String,
    /// VAT treatment word of the event's prices.
    pub vat: &'a str,
    /// An officer acts for the booker, who is then written to and has days to pay.
    pub by_officer: bool,
    /// For the audit.
    pub actor: Actor,
    /// Why, in an officer's words; may be empty.
    pub reason: String,
}

/// A change that waits, and the payment page to open for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Started {
    /// The change.
    pub change_id: i64,
    /// None when an officer started it: the booker opens the page later.
    pub checkout_id: Option<CheckoutId>,
}

/// Whether the booking has a change that waits already.
pub async fn is_waiting(tx: &Tx, booking_id: i64) -> Result<bool, Unexpected> {
    Ok(find_waiting(tx, booking_id).await?.is_some())
}

/// Writes the change, its charge and what follows. The caller has locked the booking's charge and claimed the seats.
pub async fn start_change(app: &App, tx: &Tx, new: NewChange<'_>, now: Instant) -> Result<Started, Unexpected> {
    let starts = new.event.starts_at();
    let until = if new.by_officer {
        let days = app.holidays.read(tx, now).await?;
        held_until(&days, PaymentMethod::BankTransfer, now, starts)
    } else {
        let usual = now + Duration::minutes(CARD_HOLD_MINUTES);
        starts.map_or(usual, |starts| std::cmp::min(usual, starts))
    };
    let charge = open_booking_charge(app, tx, &Owing::from(new.booking), new.event, now).await?;
    let charge_id = charge.id;
    let change = store::insert_change(tx, change_row(&new, charge_id, until, now)).await?;
    let line = NewLine {
        purpose: Purpose::PlaceChange(change.id),
        description: new.description.clone(),
        vat: VatTreatment::parse(new.vat).unwrap_or(VatTreatment::OutsideScope),
        list_price: new.amount,
        discount: Pence::ZERO,
        fund: GENERAL_FUND.to_owned(),
        activity: TRAINING.to_owned(),
    };
    payments::fill_charge(tx, charge, &[line], now).await?;
    jobs::enqueue(tx, end_change_job(change.id, until)?, now).await?;
    if new.by_officer {
        super::emails::queue_awaits_payment(app, tx, (new.booking, &change), new.event, now).await?;
        return Ok(Started { change_id: change.id, checkout_id: None });
    }
    let checkout_id = start_change_checkout(app, tx, (new.booking, &change), new.event, now).await?;
    Ok(Started { change_id: change.id, checkout_id: Some(checkout_id) })
}

fn change_row(new: &NewChange<'_>, charge_id: i64, until: Instant, now: Instant) -> place_change::ActiveModel {
    let (kind, place_id, name, email, target) = match &new.wanted {
        Wanted::Person { place_id, name, email } => {
            ("substitution", Some(*place_id), name.clone(), email.clone(), None)
        }
        Wanted::Date { place_id, event_id, pool_id, seats } => {
            ("move", *place_id, String::new(), String::new(), Some((*event_id, *pool_id, *seats)))
        }
    };
    place_change::ActiveModel {
        kind: Set(kind.to_owned()),
        booking_id: Set(new.booking.id),
        place_id: Set(place_id),
        new_name: Set(name),
        new_email: Set(email),
        to_event_id: Set(target.map(|(event_id, _, _)| event_id)),
        capacity_pool_id: Set(target.map(|(_, pool_id, _)| pool_id)),
        seats: Set(target.map_or(0, |(_, _, seats)| seats.places)),
        room_seats: Set(target.map_or(0, |(_, _, seats)| seats.room)),
        online_seats: Set(target.map_or(0, |(_, _, seats)| seats.online)),
        amount_pence: Set(new.amount.get()),
        charge_id: Set(charge_id),
        state: Set(store::WAITING.to_owned()),
        waits_until: Set(until),
        made_by: Set(if new.by_officer { "officer" } else { "booker" }.to_owned()),
        actor_person_id: Set(new.actor.person_id()),
        reason: Set(new.reason.clone()),
        made_at: Set(now),
        ..Default::default()
    }
}

/// Writes the payment page to be opened for a change that waits (D4: 35 minutes).
pub(super) async fn start_change_checkout(
    app: &App,
    tx: &Tx,
    (booking, change): (&booking::Model, &place_change::Model),
    event: &EventDetails,
    now: Instant,
) -> Result<CheckoutId, Unexpected> {
    let page = format!("/manage/{}", app.links.token(LinkPurpose::ManageBooking, booking.id, booking.link_generation));
    let amount = Pence::new(change.amount_pence);
    let description = format!("{}, change of booking {}", event.title, booking.reference);
    let checkout = NewCheckout {
        charge_id: change.charge_id,
        amount,
        expires_at: now + Duration::minutes(CARD_PAGE_MINUTES),
        return_path: format!("{page}?changed={}", change.id),
        cancel_path: page,
        lines: vec![CheckoutLine { name: description.clone(), amount }],
        description,
        customer_email: booking.booker_email.clone(),
    };
    payments::start_checkout(tx, app, checkout, now).await
}
