//! One place being named: what is checked, written and told, in the caller's transaction.

use entity::{booking, place};

use super::emails;
use super::name_attendee::NameAttendeeError;
use super::name_change::ChangedBy;
use super::names_lock::{last_day, locked_from};
use super::queries::domain_of_private_date;
use super::store::{self, Person};
use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::bookings::booking_state::BookingState;
use crate::bookings::event_facts::event_dates;
use crate::bookings::invoicing::is_on_invoice;
use crate::bookings::offer_member_price::offer_member_prices;
use crate::bookings::place_change::queries::find_waiting;
use crate::bookings::place_change::start_change::{NewChange, Started, Wanted, start_change};
use crate::bookings::pricing::PriceReason;
use crate::bookings::questions::forget_answers_of;
use crate::bookings::raise_charge::{ChargeFor, GENERAL_FUND, TRAINING, raise_booking_charge};
use crate::bookings::sale::EventSale;
use crate::bookings::store as bookings;
use crate::bookings::what_comes_back::refund_terms;
use crate::db::Tx;
use crate::events::{EventDetails, EventId, load_event};
use crate::kernel::tokens::hash_secret;
use crate::kernel::uk_time::long_date;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::limits::{self, Limit};
use crate::payments::{self, NewLine, Purpose, VatTreatment};

/// What a place at the member price costs more for somebody who has not proved to be a member (SUB-2, D8). What a code or
/// goodwill took off besides stays off; where members have no price any more, the whole standard price is asked for.
pub(super) fn difference(place: &place::Model, sale: &EventSale) -> Pence {
    if place.price_reason != PriceReason::Member.word() {
        return Pence::ZERO;
    }
    let (anyone, member) = (sale.prices.price_for(false), sale.prices.price_for(true));
    let without = if member.reason == PriceReason::Member { member.price } else { Pence::new(place.price_pence) };
    std::cmp::max(anyone.price - without, Pence::ZERO)
}

/// One place being named, read behind the lock of its booking's charge.
pub(super) struct Naming<'a> {
    app: &'a App,
    tx: &'a Tx,
    pub(super) booking: booking::Model,
    pub(super) place: place::Model,
    pub(super) event: EventDetails,
    by: ChangedBy,
    actor: Actor,
    now: Instant,
}

impl<'a> Naming<'a> {
    pub(super) async fn open(
        app: &'a App,
        tx: &'a Tx,
        place_id: i64,
        (by, actor): (ChangedBy, Actor),
        now: Instant,
    ) -> Result<Self, Unexpected> {
        let known = bookings::find_place(tx, place_id).await?.context("a place is missing")?;
        match bookings::load_booking(tx, known.booking_id).await?.charge_id {
            Some(charge_id) => payments::lock_charge(tx, charge_id).await?,
            None => bookings::lock_booking(tx, known.booking_id).await?,
        }
        let booking = bookings::load_booking(tx, known.booking_id).await?;
        let place = bookings::find_place(tx, place_id).await?.context("a place is missing")?;
        let event = load_event(tx, EventId(place.event_id)).await?;
        Ok(Self { app, tx, booking, place, event, by, actor, now })
    }

    pub(super) fn check_open(&self) -> Result<(), NameAttendeeError> {
        if self.place.state != BookingState::Confirmed.word()
            || self.event.is_cancelled()
            || self.place.attendee_name.is_empty()
        {
            return Err(NameAttendeeError::NotBooked);
        }
        if event_dates(&self.event).is_none_or(|dates| self.now >= dates.started_from()) {
            return Err(NameAttendeeError::Started);
        }
        Ok(())
    }

    /// INH-4: at an authority's own training, addresses of its domain only; an officer may decide otherwise.
    pub(super) async fn check_domain(&self, person: Person<'_>) -> Result<(), NameAttendeeError> {
        if !self.event.is_private() || self.by == ChangedBy::Officer {
            return Ok(());
        }
        let domain = domain_of_private_date(self.tx, self.event.id.0).await.map_err(Unexpected::from)?;
        if person.email.is_of_domain(&domain) { Ok(()) } else { Err(NameAttendeeError::OtherDomain { domain }) }
    }

    /// Counts a change that writes to somebody, for the place and for the address, and says whether it is one too many. Officers
    /// are not counted.
    pub(super) async fn is_too_often(
        &self,
        person: Person<'_>,
        (of_place, of_address): (Limit, Limit),
    ) -> Result<bool, Unexpected> {
        if self.by == ChangedBy::Officer {
            return Ok(false);
        }
        // Hashed, so that the table of counts is no list of people.
        let address = hash_secret(&person.email.folded());
        for (limit, subject) in [(of_place, self.place.id.to_string()), (of_address, address)] {
            if limits::hit(self.tx, limit, &subject, self.now).await?.is_err() {
                return Ok(true);
            }
        }
        Ok(false)
    }

    /// Whether mail goes to another mailbox from now on.
    pub(super) fn is_readdressed_by(&self, person: Person<'_>) -> bool {
        self.place.folded_email != person.email.folded()
    }

    /// SUB-4: bookers exchange people until the last day that was set for the date; officers always.
    pub(super) fn check_lock(&self, sale: &EventSale) -> Result<(), NameAttendeeError> {
        let lock = event_dates(&self.event).and_then(|dates| locked_from(sale.rules, dates));
        match lock.filter(|lock| self.by != ChangedBy::Officer && self.now >= *lock) {
            Some(lock) => Err(NameAttendeeError::Locked { last_day: long_date(last_day(lock)) }),
            None => Ok(()),
        }
    }

    pub(super) async fn correct(&self, person: Person<'_>) -> Result<(), NameAttendeeError> {
        if !store::mark_corrected(self.tx, &self.place, person).await? {
            return Err(NameAttendeeError::NotBooked);
        }
        self.note("correction", person).await?;
        if self.is_readdressed_by(person) {
            let (app, tx, now) = (self.app, self.tx, self.now);
            let renewed = bookings::find_place(tx, self.place.id).await?.context("a place is missing")?;
            emails::queue_new_address(app, tx, (&self.booking, &renewed), (&self.event, now)).await?;
            // The link by which a member claims the difference was renewed with the others (D8).
            offer_member_prices(app, tx, (&self.booking, std::slice::from_ref(&renewed)), &self.event, now).await?;
        }
        Ok(())
    }

    /// The seat never goes back on sale: the same row has another person (SUB-1).
    pub(super) async fn pass_on(
        &self,
        person: Person<'_>,
        (sale, due): (&EventSale, Pence),
    ) -> Result<(), NameAttendeeError> {
        let (app, tx, now) = (self.app, self.tx, self.now);
        if !store::mark_substituted(tx, &self.place, person, &app.tokens.uuid()).await? {
            return Err(NameAttendeeError::NotBooked);
        }
        if !due.is_zero() {
            self.charge_more((sale, due), person).await?;
        }
        self.note("substitution", person).await?;
        // The new person answers for themselves (SUB-3).
        forget_answers_of(tx, self.place.id).await?;
        let renewed = bookings::find_place(tx, self.place.id).await?.context("a place is missing")?;
        let added = (!due.is_zero() && is_on_invoice(tx, &self.booking).await?).then_some(due);
        let told = (&self.event, self.by, added);
        emails::queue_substitution(app, tx, &self.booking, (&self.place, &renewed), told, now).await?;
        // The member's difference comes back only before the deadline (SUB-2), and only when that member proves it (D8).
        if refund_terms(tx, &self.booking, &self.event).await?.decide(now).percent == 100 {
            offer_member_prices(app, tx, (&self.booking, std::slice::from_ref(&renewed)), &self.event, now).await?;
        }
        Ok(())
    }

    /// The old line is credited, a new one that costs the difference more stands in its place. A booking that cost nothing so far
    /// owes from now on.
    async fn charge_more(&self, (sale, due): (&EventSale, Pence), person: Person<'_>) -> Result<(), Unexpected> {
        let anyone = sale.prices.price_for(false);
        let price = Pence::new(self.place.price_pence) + due;
        let list_price = std::cmp::max(anyone.list, price);
        let Some(charge_id) = self.booking.charge_id else {
            store::set_price(self.tx, self.place.id, (price, anyone.reason.word()), None).await?;
            return self.charge_first(sale).await;
        };
        let line = NewLine {
            purpose: Purpose::Place(self.place.id),
            description: format!("{}: {}", self.event.title, person.name.as_str()),
            vat: VatTreatment::parse(&sale.vat).unwrap_or(VatTreatment::OutsideScope),
            list_price,
            discount: list_price - price,
            fund: GENERAL_FUND.to_owned(),
            activity: TRAINING.to_owned(),
        };
        if let Some(old_line) = self.place.charge_line_id {
            let key = format!("substituted:{}:{}", self.place.id, self.place.link_generation);
            let open = [(old_line, Pence::new(self.place.price_pence))];
            payments::credit_lines(self.tx, &open, "another person has the place", &key, self.now).await?;
        }
        let lines = payments::add_lines(self.tx, charge_id, &[line], self.now).await?;
        store::set_price(self.tx, self.place.id, (price, anyone.reason.word()), lines.first().copied()).await?;
        Ok(())
    }

    /// Members pay nothing, so the booking had no charge: one is raised for its places as they cost now (SUB-2).
    async fn charge_first(&self, sale: &EventSale) -> Result<(), Unexpected> {
        let (tx, booking) = (self.tx, &self.booking);
        let mut places = bookings::load_places(tx, booking.id).await?;
        places.retain(|place| place.state == BookingState::Confirmed.word());
        let total = places.iter().map(|place| Pence::new(place.price_pence)).sum();
        let subject =
            ChargeFor { places: &places, event: &self.event, list_price: sale.prices.standard, vat: &sale.vat };
        raise_booking_charge(self.app, tx, booking, subject, self.now).await?;
        Ok(store::mark_paid_by_card(tx, booking.id, total).await?)
    }

    pub(super) async fn ask_for_difference(
        &self,
        person: Person<'_>,
        (sale, due): (&EventSale, Pence),
        shown: Option<Pence>,
    ) -> Result<Started, NameAttendeeError> {
        if shown != Some(due) {
            return Err(NameAttendeeError::DueFirst { due });
        }
        if find_waiting(self.tx, self.booking.id).await?.is_some() {
            return Err(NameAttendeeError::ChangeWaiting);
        }
        if self.app.gateway.is_none() {
            return Err(NameAttendeeError::NoCardPayments);
        }
        let new = NewChange {
            booking: &self.booking,
            event: &self.event,
            wanted: Wanted::Person {
                place_id: self.place.id,
                name: person.name.as_str().to_owned(),
                email: person.email.as_str().to_owned(),
            },
            amount: due,
            description: format!("{}: difference to the standard price", self.event.title),
            vat: &sale.vat,
            by_officer: self.by == ChangedBy::Officer,
            actor: self.actor,
            reason: String::new(),
        };
        Ok(start_change(self.app, self.tx, new, self.now).await?)
    }

    async fn note(&self, kind: &str, person: Person<'_>) -> Result<(), Unexpected> {
        store::insert_naming(self.tx, &self.place, person, (kind, self.by, self.actor), self.now).await?;
        let entry = Entry {
            actor: self.actor,
            action: if kind == "correction" { "place.corrected" } else { "place.substituted" },
            subject_kind: "place",
            subject_id: self.place.id,
            reason: None,
            values: None,
        };
        Ok(record(self.tx, entry, self.now).await?)
    }
}
