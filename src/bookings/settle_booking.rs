//! Decides what arriving money buys: the booking it was for, the same booking again when it came late but places remain (HLD-5),
//! or nothing, and then all of it goes back (HLD-6, HLD-7). Runs in the transaction that records the payment, or in a job's for
//! money an officer wrote down; handed on twice, it happens once.

use entity::{booking, place};

use super::booking_state::BookingState;
use super::confirm_booking::confirm_booking;
use super::discounts::count_again;
use super::emails::{self, Returned};
use super::event_facts::event_dates;
use super::invoicing::is_on_invoice;
use super::joining::settle_membership;
use super::modes::{Seats, claim_seats, release_seats};
use super::payment_lost::where_it_went;
use super::place_claim::ClaimBy;
use super::pricing::PriceReason;
use super::queries::has_member_place;
use super::raise_charge::{ChargeFor, raise_booking_charge};
use super::release_expired_holds::release_expired_holds;
use super::sale::find_sale;
use super::sale::store::lock_seats;
use super::store;
use super::waiting_list::join_before_all;
use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::db::Tx;
use crate::events::{EventDetails, EventId, load_event};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::ledger::{balance_of_payment, on_account_for};
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
    /// It was set against an invoice; what is more than owed stays on account for the treasurer (INV-7).
    PaidInvoice,
    /// Nothing of the payment is on account: it was handed on before.
    AlreadyDone,
    /// The charge is not a booking's.
    NotABooking,
}

/// A payment that has arrived.
#[derive(Clone, Copy)]
struct Arrived {
    payment_id: i64,
    /// What it was meant for; a booking that was revived has a newer charge.
    charge_id: i64,
}

/// Hands a payment that was made for `charge_id` to its booking. The charge is locked before the booking is read: a hold that is
/// ending, a cancellation, or another payment for the same booking is over by then, or waits for this.
pub async fn settle_booking(
    app: &App,
    tx: &Tx,
    payment_id: i64,
    charge_id: i64,
    now: Instant,
) -> Result<Settlement, Unexpected> {
    payments::lock_charge(tx, charge_id).await?;
    let Some(booking) = find_booking(tx, charge_id).await? else {
        return Ok(Settlement::NotABooking);
    };
    if on_account(tx, payment_id).await? <= Pence::ZERO {
        return Ok(Settlement::AlreadyDone);
    }
    let settling = Settling { app, tx, arrived: Arrived { payment_id, charge_id }, booking: &booking, now };
    let may_go_on = settle_membership(app, tx, (&booking, payment_id), now).await?;
    if on_account(tx, payment_id).await? <= Pence::ZERO {
        return Ok(Settlement::PartPaid);
    }
    if !may_go_on {
        return settling.give_back("the membership that was paid with it could not begin", false).await;
    }
    // Boxed: what a payment brings about reaches far, as far as the waiting list.
    Box::pin(settling.decide()).await
}

async fn on_account(tx: &Tx, payment_id: i64) -> Result<Pence, Unexpected> {
    Ok(-balance_of_payment(tx, Account::OnAccount, payment_id).await?)
}

/// The booking a charge was raised for, behind its locks. A booking that was revived has a newer charge, so its places are
/// asked too, and that charge is locked as well.
async fn find_booking(tx: &Tx, charge_id: i64) -> Result<Option<booking::Model>, Unexpected> {
    if let Some(booking) = store::find_booking_of_charge(tx, charge_id).await? {
        return Ok(Some(booking));
    }
    for purpose in payments::queries::purposes_of(tx, charge_id).await? {
        if let Purpose::Place(place_id) = purpose {
            let Some(place) = store::find_place(tx, place_id).await? else { continue };
            if let Some(newer) = store::load_booking(tx, place.booking_id).await?.charge_id {
                payments::lock_charge(tx, newer).await?;
            }
            return Ok(Some(store::load_booking(tx, place.booking_id).await?));
        }
    }
    Ok(None)
}

/// Published and not begun.
fn can_still_happen(event: &EventDetails, now: Instant) -> bool {
    event.is_published() && event_dates(event).is_some_and(|dates| now < dates.started_from())
}

/// One payment being handed to its booking.
struct Settling<'a> {
    app: &'a App,
    tx: &'a Tx,
    arrived: Arrived,
    booking: &'a booking::Model,
    now: Instant,
}

impl Settling<'_> {
    async fn decide(&self) -> Result<Settlement, Unexpected> {
        let mut event = load_event(self.tx, EventId(self.booking.event_id)).await?;
        if event.awaits_decision() {
            // Whoever confirms that it runs holds the seats, and tells only those whose places it can see (SES-7).
            lock_seats(self.tx, event.id.0).await?;
            event = load_event(self.tx, event.id).await?;
        }
        // Whoever was turned down as a customer pays like everybody else.
        let by_invoice = is_on_invoice(self.tx, self.booking).await?;
        match BookingState::parse(&self.booking.state) {
            Some(BookingState::Held) if can_still_happen(&event, self.now) => self.settle_held(&event).await,
            Some(BookingState::Expired) if can_still_happen(&event, self.now) => self.settle_late(&event).await,
            Some(BookingState::Confirmed) if by_invoice => self.settle_invoice().await,
            Some(BookingState::Confirmed) => self.settle_confirmed().await,
            Some(BookingState::Moved) if by_invoice => self.settle_moved_invoice().await,
            // Cancelled too late to be credited, an invoice is owed all the same (REF-16, INV-9).
            _ if by_invoice && self.is_owed().await? => self.settle_invoice().await,
            _ => self.give_back("the booking had ended", false).await,
        }
    }

    async fn settle_held(&self, event: &EventDetails) -> Result<Settlement, Unexpected> {
        let Arrived { payment_id, charge_id } = self.arrived;
        payments::settle(self.tx, payment_id, charge_id, self.now).await?;
        if payments::queries::charge_money(self.tx, charge_id).await?.outstanding > Pence::ZERO {
            return Ok(Settlement::PartPaid);
        }
        self.confirm(event).await?;
        self.give_back_what_is_left(payment_id).await?;
        Ok(Settlement::Confirmed)
    }

    /// What a lost dispute has made owed again is paid first; only what is left over was paid twice (HLD-6).
    async fn settle_confirmed(&self) -> Result<Settlement, Unexpected> {
        let Arrived { payment_id, charge_id } = self.arrived;
        let owing = self.booking.charge_id.unwrap_or(charge_id);
        let settled = payments::settle(self.tx, payment_id, owing, self.now).await?;
        if settled.allocated.is_zero() {
            return self.give_back("paid twice", false).await;
        }
        self.give_back_what_is_left(payment_id).await?;
        Ok(Settlement::Confirmed)
    }

    async fn is_owed(&self) -> Result<bool, Unexpected> {
        let owed = payments::queries::charge_money(self.tx, self.arrived.charge_id).await?.outstanding;
        Ok(owed > Pence::ZERO)
    }

    /// Part payment and overpayment of an invoice are both allowed; nothing goes back by itself (INV-7).
    async fn settle_invoice(&self) -> Result<Settlement, Unexpected> {
        let owing = self.booking.charge_id.unwrap_or(self.arrived.charge_id);
        payments::settle(self.tx, self.arrived.payment_id, owing, self.now).await?;
        Ok(Settlement::PaidInvoice)
    }

    /// The customer has paid the invoice of the date before the move: that money pays for the bookings that go on, as far as they
    /// owe it; the rest stays on account (TRF-4, INV-7). Where none goes on and none owes anything, it goes back.
    async fn settle_moved_invoice(&self) -> Result<Settlement, Unexpected> {
        let mut goes_on = false;
        for booking in where_it_went(self.tx, self.booking.clone()).await? {
            let Some(owing) = booking.charge_id else { continue };
            let settled = payments::settle(self.tx, self.arrived.payment_id, owing, self.now).await?;
            goes_on |= booking.state == BookingState::Confirmed.word() || !settled.allocated.is_zero();
        }
        if goes_on { Ok(Settlement::PaidInvoice) } else { self.give_back("the booking had ended", false).await }
    }

    /// HLD-5: the hold is over, but the money is here. Takes the places again at the price paid, if they are still there and
    /// nobody has called the date off. What was written down for the same charge and not yet handed on counts with it.
    async fn settle_late(&self, event: &EventDetails) -> Result<Settlement, Unexpected> {
        let (app, tx, booking, now) = (self.app, self.tx, self.booking, self.now);
        let arrived = on_account_for(tx, self.arrived.charge_id).await?;
        let paid: Pence = arrived.iter().map(|(_, amount)| *amount).sum();
        if paid.get() < booking.total_pence {
            return self.give_back("the time to pay was over, and it was less than the booking costs", true).await;
        }
        release_expired_holds(app, tx, event.id.0, now).await?;
        if booking.personal_data_wiped_at.is_some() || self.attendees_have_booked_again().await? {
            return self.give_back("the attendee had booked again, or is forgotten", false).await;
        }
        let Some(sale) = find_sale(tx, event.id.0).await? else {
            return self.give_back("the event is no longer on sale", false).await;
        };
        let places = self.places_that_lapsed().await?;
        let wanted = Seats::of_places(&places);
        if !claim_seats(app, tx, &sale, wanted, ClaimBy::PastTheList).await? {
            join_before_all(app, tx, (booking, wanted), now).await?;
            return self.give_back("the places had gone when the payment arrived", false).await;
        }
        // Read again behind the seats, which whoever calls the date off touches first.
        let event = load_event(tx, event.id).await?;
        if !can_still_happen(&event, now) {
            release_seats(tx, (event.id.0, sale.pool_id), wanted).await?;
            return self.give_back("the date had been called off", false).await;
        }
        let subject = ChargeFor { places: &places, event: &event, list_price: sale.prices.standard, vat: &sale.vat };
        let charge_id = raise_booking_charge(app, tx, booking, subject, now).await?;
        count_again(tx, booking.id).await?;
        for (payment_id, _) in &arrived {
            payments::settle(tx, *payment_id, charge_id, now).await?;
            self.give_back_what_is_left(*payment_id).await?;
        }
        self.confirm(&event).await?;
        Ok(Settlement::Confirmed)
    }

    /// The places that went with the hold; one that had been cancelled before stays cancelled (HLD-7).
    async fn places_that_lapsed(&self) -> Result<Vec<place::Model>, Unexpected> {
        let places = store::load_places(self.tx, self.booking.id).await?;
        Ok(places.into_iter().filter(|place| place.state == BookingState::Expired.word()).collect())
    }

    /// Whether any of the places cannot live again beside those that are live now (DUP-1, D8).
    async fn attendees_have_booked_again(&self) -> Result<bool, Unexpected> {
        let own = Some(self.booking.id);
        for place in self.places_that_lapsed().await? {
            let folded = (place.folded_email.as_str(), place.folded_name.as_str());
            if store::has_live_twin(self.tx, place.event_id, folded, own).await? {
                return Ok(true);
            }
            let member = place.person_id.filter(|_| place.price_reason == PriceReason::Member.word());
            if let Some(person_id) = member
                && has_member_place(self.tx, (place.event_id, person_id), own).await?
            {
                return Ok(true);
            }
        }
        Ok(false)
    }

    async fn confirm(&self, event: &EventDetails) -> Result<(), Unexpected> {
        let is_confirmed = confirm_booking(self.app, self.tx, self.booking, event, self.now).await?;
        is_confirmed.then_some(()).context("a booking that was just paid could not be confirmed")
    }

    /// More came than was owed: the rest goes back, which the booking's page says.
    async fn give_back_what_is_left(&self, payment_id: i64) -> Result<(), Unexpected> {
        let tokens = self.app.tokens.as_ref();
        payments::refund_left_over(self.tx, tokens, payment_id, "more than was owed", self.now).await?;
        Ok(())
    }

    async fn give_back(&self, why: &str, is_short: bool) -> Result<Settlement, Unexpected> {
        let (app, tx, booking, now) = (self.app, self.tx, self.booking, self.now);
        let payment_id = self.arrived.payment_id;
        let amount = on_account(tx, payment_id).await?;
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
        let returned = Returned { amount, payment_id: Some(payment_id), is_short, key: payment_id.to_string() };
        emails::queue_payment_returned(app, tx, booking, returned, now).await?;
        Ok(Settlement::Returned)
    }
}
