//! Names the person a place is for: another one (SUB-1 to SUB-4), or the same one written rightly (SUB-5). A place at the member
//! price that goes to somebody else first costs the difference; nothing is changed until it is paid (SUB-2).

use entity::{booking, place, place_change};
use sea_orm::DatabaseTransaction;

use super::emails;
use super::name_change::{ChangedBy, NameChange, name_change};
use super::queries::has_twin;
use super::store::{self, Person};
use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::bookings::booking_state::BookingState;
use crate::bookings::event_facts::event_dates;
use crate::bookings::offer_member_price::offer_member_prices;
use crate::bookings::place_change::queries::find_waiting;
use crate::bookings::place_change::settle_change::{Refusal, carry_into};
use crate::bookings::place_change::start_change::{NewChange, Started, Wanted, start_change};
use crate::bookings::pricing::PriceReason;
use crate::bookings::raise_charge::{GENERAL_FUND, TRAINING};
use crate::bookings::sale::{EventSale, find_sale};
use crate::bookings::store as bookings;
use crate::bookings::what_comes_back::refund_terms;
use crate::events::{EventDetails, EventId, load_event};
use crate::kernel::unexpected::{Context, unexpected_from};
use crate::kernel::{EmailAddress, Instant, Pence, PersonName, Unexpected};
use crate::payments::{self, NewLine, Purpose, VatTreatment};

/// The command.
#[derive(Clone, Debug)]
pub struct NameAttendee {
    /// Which place.
    pub place_id: i64,
    /// Who is to come.
    pub name: PersonName,
    /// Where their mail goes.
    pub email: EmailAddress,
    /// In which right.
    pub by: ChangedBy,
    /// For the audit.
    pub actor: Actor,
    /// The difference the page showed, to be paid first; none before anybody was shown one.
    pub shown_due: Option<Pence>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// It said so already.
    Nothing,
    /// The same person, written rightly.
    Corrected,
    /// Another person.
    Substituted,
    /// Waits for the difference.
    AwaitsPayment(Started),
}

/// Why not; each says what to do next.
#[derive(Debug, thiserror::Error)]
pub enum NameAttendeeError {
    /// Cancelled, moved, expired or not paid yet.
    #[error("This place is not booked, so nobody can be named for it. The booking’s page shows how it stands.")]
    NotBooked,
    /// SUB-1, REF-18.
    #[error(
        "The event has started, so the place can no longer go to somebody else. Write to us if something is wrong."
    )]
    Started,
    /// DUP-1.
    #[error("{name} has a place on this date already. Name somebody else, or cancel this place.")]
    AlreadyBooked {
        /// Whose.
        name: String,
    },
    /// GRP-8: an attendee corrects, and does not pass on.
    #[error(
        "That looks like another person. Whoever booked the place can name somebody else for it; here you can correct the spelling of your own name, or your address."
    )]
    AskTheBooker,
    /// SUB-2: shown, and confirmed, before anything happens.
    #[error("This place was booked at the member price. Pay {due} first; the name changes as soon as it is paid.")]
    DueFirst {
        /// The difference to anyone's price.
        due: Pence,
    },
    /// One change waits at a time.
    #[error("Another change of this booking waits for payment. Pay for it, or leave it, on the booking’s page first.")]
    ChangeWaiting,
    /// No card gateway.
    #[error("A difference has to be paid, and card payments are not set up. Write to us and we will arrange it.")]
    NoCardPayments,
    /// We or a supplier failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(NameAttendeeError);

/// Names the person, or says why not and changes nothing.
pub async fn name_attendee(app: &App, command: &NameAttendee) -> Result<Named, NameAttendeeError> {
    let now = app.now();
    app.db.write_tx(async |tx| name_in(app, tx, command, now).await).await
}

async fn name_in(
    app: &App,
    tx: &DatabaseTransaction,
    command: &NameAttendee,
    now: Instant,
) -> Result<Named, NameAttendeeError> {
    let naming = Naming::open(app, tx, command.place_id, (command.by, command.actor), now).await?;
    naming.check_open()?;
    let old_name = PersonName::parse(&naming.place.attendee_name).map_err(|_| NameAttendeeError::NotBooked)?;
    let old_email = EmailAddress::parse(&naming.place.attendee_email).map_err(|_| NameAttendeeError::NotBooked)?;
    let person = Person { name: &command.name, email: &command.email };
    let change = name_change((&old_name, &old_email), (person.name, person.email), command.by);
    if change == NameChange::Nothing {
        return Ok(Named::Nothing);
    }
    if change == NameChange::Substitution && command.by == ChangedBy::Attendee {
        return Err(NameAttendeeError::AskTheBooker);
    }
    let folded = (command.email.folded(), command.name.folded());
    if has_twin(tx, &naming.place, (&folded.0, &folded.1)).await? {
        return Err(NameAttendeeError::AlreadyBooked { name: command.name.as_str().to_owned() });
    }
    if change == NameChange::Correction {
        naming.correct(person).await?;
        return Ok(Named::Corrected);
    }
    let sale = find_sale(tx, naming.event.id.0).await?.context("a booked event is not on sale")?;
    let due = difference(&naming.place, &sale);
    if due.is_zero() {
        naming.pass_on(person, (&sale, Pence::ZERO)).await?;
        return Ok(Named::Substituted);
    }
    if naming.booking.payment_method == "invoice" {
        // Nobody pays at once: the difference is owed with the rest of the invoice.
        naming.pass_on(person, (&sale, due)).await?;
        return Ok(Named::Substituted);
    }
    naming.ask_for_difference(person, (&sale, due), command.shown_due).await.map(Named::AwaitsPayment)
}

/// What a place at the member price costs more for somebody who has not proved to be a member (SUB-2, D8).
pub fn difference(place: &place::Model, sale: &EventSale) -> Pence {
    if place.price_reason != PriceReason::Member.word() {
        return Pence::ZERO;
    }
    std::cmp::max(sale.prices.price_for(false).price - Pence::new(place.price_pence), Pence::ZERO)
}

/// The difference has been paid: carries the change out, or says why it is no longer possible and changes nothing.
pub async fn name_when_paid(
    app: &App,
    tx: &DatabaseTransaction,
    (booking, change): (&booking::Model, &place_change::Model),
    payment_id: i64,
    now: Instant,
) -> Result<Result<(), Refusal>, Unexpected> {
    let place_id = change.place_id.context("a change of a person names no place")?;
    let by = if change.made_by == "officer" { ChangedBy::Officer } else { ChangedBy::Booker };
    let actor = change.actor_person_id.map_or(Actor::Link, Actor::Person);
    let naming = Naming::open(app, tx, place_id, (by, actor), now).await?;
    if naming.check_open().is_err() {
        return Ok(Err("the place was no longer booked, or the event had started"));
    }
    let name = PersonName::parse(&change.new_name).context("a change holds no name")?;
    let email = EmailAddress::parse(&change.new_email).context("a change holds no address")?;
    if has_twin(tx, &naming.place, (&email.folded(), &name.folded())).await? {
        return Ok(Err("the person had booked a place of their own"));
    }
    let sale = find_sale(tx, naming.event.id.0).await?.context("a booked event is not on sale")?;
    let due = difference(&naming.place, &sale);
    if due.get() != change.amount_pence {
        return Ok(Err("the difference was another one by then"));
    }
    naming.pass_on(Person { name: &name, email: &email }, (&sale, due)).await?;
    let to = booking.charge_id.context("a place at a price has no charge")?;
    carry_into(tx, change, payment_id, to, now).await?;
    Ok(Ok(()))
}

/// One place being named, read behind the lock of its booking's charge.
struct Naming<'a> {
    app: &'a App,
    tx: &'a DatabaseTransaction,
    booking: booking::Model,
    place: place::Model,
    event: EventDetails,
    by: ChangedBy,
    actor: Actor,
    now: Instant,
}

impl<'a> Naming<'a> {
    async fn open(
        app: &'a App,
        tx: &'a DatabaseTransaction,
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

    fn check_open(&self) -> Result<(), NameAttendeeError> {
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

    async fn correct(&self, person: Person<'_>) -> Result<(), NameAttendeeError> {
        if !store::mark_corrected(self.tx, &self.place, person).await? {
            return Err(NameAttendeeError::NotBooked);
        }
        self.note("correction", person).await?;
        if self.place.folded_email != person.email.folded() {
            emails::queue_new_address(self.app, self.tx, (&self.booking, &self.place), person, (&self.event, self.now))
                .await?;
        }
        Ok(())
    }

    /// The seat never goes back on sale: the same row has another person (SUB-1).
    async fn pass_on(&self, person: Person<'_>, (sale, due): (&EventSale, Pence)) -> Result<(), NameAttendeeError> {
        let (app, tx, now) = (self.app, self.tx, self.now);
        if !store::mark_substituted(tx, &self.place, person, &app.tokens.uuid()).await? {
            return Err(NameAttendeeError::NotBooked);
        }
        crate::bookings::questions::forget_answers_of(tx, self.place.id).await?;
        if !due.is_zero() {
            self.charge_more(sale, person).await?;
        }
        self.note("substitution", person).await?;
        let renewed = bookings::find_place(tx, self.place.id).await?.context("a place is missing")?;
        emails::queue_substitution(app, tx, &self.booking, (&self.place, &renewed), (&self.event, self.by), now)
            .await?;
        // The member's difference comes back only before the deadline (SUB-2), and only when that member proves it (D8).
        if refund_terms(tx, &self.booking, &self.event).await?.decide(now).percent == 100 {
            offer_member_prices(app, tx, (&self.booking, std::slice::from_ref(&renewed)), &self.event, now).await?;
        }
        Ok(())
    }

    /// The old line is credited, a new one at anyone's price stands in its place.
    async fn charge_more(&self, sale: &EventSale, person: Person<'_>) -> Result<(), Unexpected> {
        let price = sale.prices.price_for(false);
        let charge_id = self.booking.charge_id.context("a place at a price has no charge")?;
        let line = NewLine {
            purpose: Purpose::Place(self.place.id),
            description: format!("{}: {}", self.event.title, person.name.as_str()),
            vat: VatTreatment::parse(&sale.vat).unwrap_or(VatTreatment::OutsideScope),
            list_price: price.list,
            discount: price.list - price.price,
            fund: GENERAL_FUND.to_owned(),
            activity: TRAINING.to_owned(),
        };
        if let Some(old_line) = self.place.charge_line_id {
            let key = format!("substituted:{}:{}", self.place.id, self.place.link_generation);
            let open = [(old_line, Pence::new(self.place.price_pence))];
            payments::credit_lines(self.tx, &open, "another person has the place", &key, self.now).await?;
        }
        let lines = payments::add_lines(self.tx, charge_id, &[line], self.now).await?;
        let reason = price.reason.word();
        store::set_price(self.tx, self.place.id, (price.price, reason), lines.first().copied()).await?;
        Ok(())
    }

    async fn ask_for_difference(
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
