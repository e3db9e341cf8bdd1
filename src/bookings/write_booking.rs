//! The writing half of booking places: rows, charge, payment page, jobs and emails, in the caller's transaction.

use chrono::Duration;
use entity::{booking, place};
use sea_orm::ActiveValue::Set;

use super::book_places::{BookPlaces, BookPlacesError, Booked, Plan};
use super::booking_state::BookingState;
use super::confirm_booking::{confirm_booking, confirm_untold};
use super::discounts::note_use;
use super::emails;
use super::event_facts::{event_dates, sale_facts};
use super::hold::{CARD_PAGE_MINUTES, PaymentMethod, held_until};
use super::invoicing;
use super::jobs::end_hold_job;
use super::modes;
use super::pricing::PlacePrice;
use super::raise_charge::{ChargeFor, Owing, fill_booking_charge, open_booking_charge};
use super::refund_policy::EventDates;
use super::sale::SaleToBook;
use super::store::{self, NewBookingRow};
use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::db::Tx;
use crate::events::EventDetails;
use crate::jobs;
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::notifications::outbox;
use crate::payments::CheckoutId;

/// Everything the writing needs.
pub(super) struct Writing<'a> {
    pub(super) app: &'a App,
    pub(super) tx: &'a Tx,
    pub(super) command: &'a BookPlaces,
    pub(super) event: &'a EventDetails,
    pub(super) found: &'a SaleToBook,
    pub(super) plan: &'a Plan,
    /// What the booking will be called.
    pub(super) reference: &'a str,
    pub(super) now: Instant,
}

impl Writing<'_> {
    /// Writes it all; a free booking is confirmed at once. The charge comes before the booking that names it, and the places
    /// before the lines that name them, so that few rows are written twice.
    pub(super) async fn write(&self) -> Result<Booked, BookPlacesError> {
        let (app, tx, now) = (self.app, self.tx, self.now);
        let days = app.holidays.read(tx, now).await?;
        let until = held_until(&days, self.plan.method, now, self.waited_for_until());
        let organisation_id = invoicing::organisation_of(app, tx, (self.command, self.plan.method), now).await?;
        let charge = match self.plan.method {
            PaymentMethod::Free => None,
            _ => Some(open_booking_charge(app, tx, &self.owing(organisation_id), self.event, now).await?),
        };
        let row = self.booking_row((until, organisation_id), charge.as_ref().map(|charge| charge.id))?;
        let booking = store::insert_booking(tx, NewBookingRow { row }).await?;
        let places = self.write_places(booking.id).await?;
        if let Some(used) = &self.plan.code {
            note_use(tx, used, booking.id, now).await?;
        }
        self.record_it(booking.id).await?;
        let mut booked = Booked {
            booking_id: booking.id,
            reference: self.reference.to_owned(),
            link_generation: booking.link_generation,
            checkout_id: None,
        };
        let Some(charge) = charge else {
            if self.command.extras.told_together {
                confirm_untold(tx, &booking, self.event, now).await?;
            } else {
                confirm_booking(app, tx, &booking, self.event, now).await?;
            }
            return Ok(booked);
        };
        let sale = &self.found.sale;
        let subject =
            ChargeFor { places: &places, event: self.event, list_price: sale.prices.standard, vat: &sale.vat };
        let filled = Box::pin(fill_booking_charge(tx, charge, subject, now));
        let asked = Box::pin(self.ask_for_payment(&booking, &places, until));
        let ((), checkout_id) = tx.together(async { tokio::try_join!(biased; filled, asked) }).await?;
        booked.checkout_id = checkout_id;
        if self.plan.method == PaymentMethod::Invoice {
            let ask = self.command.billing.as_ref().context("an invoice without billing details")?;
            invoicing::begin(app, tx, (&booking, ask), self.event, now).await?;
        }
        Ok(booked)
    }

    /// Tells the payer how to pay, or opens the page to pay on, and ends the hold in time; an invoice does neither.
    async fn ask_for_payment(
        &self,
        booking: &booking::Model,
        places: &[place::Model],
        until: Instant,
    ) -> Result<Option<CheckoutId>, Unexpected> {
        let (app, tx, now) = (self.app, self.tx, self.now);
        let end_hold = end_hold_job(booking.id, until)?;
        match self.plan.method {
            PaymentMethod::Free | PaymentMethod::Invoice => Ok(None),
            PaymentMethod::Card => {
                jobs::enqueue(&tx.later(), end_hold, now).await?;
                Ok(Some(start_card_payment(app, tx, booking, self.event, now).await?))
            }
            PaymentMethod::BankTransfer => {
                let message = emails::bank_details(app, tx, (booking, places), self.event, now).await?;
                outbox::queue_all(&tx.later(), app.tokens.as_ref(), vec![message], vec![end_hold], now).await?;
                Ok(None)
            }
        }
    }

    /// How long money can be waited for at most: until the sale closes, or, for a place given after that (SES-10), until the event
    /// begins.
    fn waited_for_until(&self) -> Option<Instant> {
        let closes = sale_facts(self.event, &self.found.sale).closing_instant();
        let begins = || event_dates(self.event).map(EventDates::begins);
        closes.filter(|closes| self.now < *closes).or_else(begins)
    }

    fn owing(&self, organisation_id: Option<i64>) -> Owing<'_> {
        Owing {
            reference: self.reference,
            person_id: self.command.booker_person_id,
            booker_name: self.command.booker_name.as_str(),
            booker_email: self.command.booker_email.as_str(),
            organisation_id,
            organisation_name: self.command.organisation.as_deref(),
        }
    }

    async fn record_it(&self, booking_id: i64) -> Result<(), Unexpected> {
        let entry = Entry {
            actor: Actor::person_or_visitor(self.command.officer.or(self.command.booker_person_id)),
            action: "booking.made",
            subject_kind: "booking",
            subject_id: booking_id,
            reason: None,
            values: None,
        };
        Ok(record(&self.tx.later(), entry, self.now).await?)
    }

    fn booking_row(
        &self,
        (until, organisation_id): (Instant, Option<i64>),
        charge_id: Option<i64>,
    ) -> Result<booking::ActiveModel, Unexpected> {
        let (command, plan) = (self.command, self.plan);
        Ok(booking::ActiveModel {
            reference: Set(self.reference.to_owned()),
            event_id: Set(self.event.id.0),
            booker_person_id: Set(command.booker_person_id),
            booker_name: Set(command.booker_name.as_str().to_owned()),
            booker_email: Set(command.booker_email.as_str().to_owned()),
            payer_kind: Set(command.payer.word().to_owned()),
            organisation_id: Set(organisation_id),
            organisation_name: Set(command.organisation.clone()),
            payment_method: Set(plan.method.word().to_owned()),
            state: Set(BookingState::Held.word().to_owned()),
            held_until: Set(Some(until)),
            charge_id: Set(charge_id),
            total_pence: Set(plan.total.get()),
            refund_policy_id: Set(self.found.sale.policy.id),
            booking_terms_id: Set(self.found.terms_id.context("no booking terms have been set up")?),
            joins_order_id: Set(plan.join.together.as_ref().map(|together| together.order_id)),
            joins_too_at: Set(plan.join.later.then_some(self.now)),
            start_now_accepted_at: Set(plan.start_now_accepted.then_some(self.now)),
            link_generation: Set(1),
            booked_at: Set(self.now),
            booked_on: Set(london_date(self.now)),
            ..Default::default()
        })
    }

    /// How each place takes part, for as long as somebody asks: said of each where the date has a room and a screen (SES-8).
    fn modes(&self) -> impl Iterator<Item = String> {
        let said = self.found.sale.modes.map(|_| self.command.extras.modes.iter().map(|mode| Some(*mode)));
        said.into_iter().flatten().chain(std::iter::repeat(None)).map(modes::stored)
    }

    /// The name of the code that has a part in a price, or why the place is given away.
    fn note_of(&self, price: &PlacePrice) -> String {
        let code = self.plan.code.as_ref().filter(|_| price.with_code);
        code.map_or_else(|| self.plan.note.clone(), |used| used.code.to_string())
    }

    /// That nobody has two live places is for the database to say, in the statement that writes them.
    async fn write_places(&self, booking_id: i64) -> Result<Vec<place::Model>, BookPlacesError> {
        let unnamed = std::iter::repeat_n(None, self.command.unnamed);
        let people = self.command.attendees.iter().map(Some).chain(unnamed);
        let rows = (1..).zip(people.zip(&self.plan.prices)).zip(self.modes());
        let rows = rows.map(|((position, (attendee, price)), mode)| place::ActiveModel {
            booking_id: Set(booking_id),
            event_id: Set(self.event.id.0),
            capacity_pool_id: Set(self.found.sale.pool_id),
            position: Set(position),
            is_booker: Set(attendee.is_some_and(|attendee| attendee.is_booker)),
            attendee_name: Set(attendee.map(|attendee| attendee.name.as_str().to_owned()).unwrap_or_default()),
            folded_name: Set(attendee.map(|attendee| attendee.name.folded()).unwrap_or_default()),
            attendee_email: Set(attendee.map(|attendee| attendee.email.as_str().to_owned()).unwrap_or_default()),
            folded_email: Set(attendee.map(|attendee| attendee.email.folded()).unwrap_or_default()),
            person_id: Set(attendee.filter(|attendee| attendee.is_booker).and(self.command.booker_person_id)),
            price_reason: Set(price.reason.word().to_owned()),
            price_pence: Set(price.price.get()),
            list_pence: Set(price.list.get()),
            price_note: Set(self.note_of(price)),
            state: Set(BookingState::Held.word().to_owned()),
            calendar_uid: Set(self.app.tokens.uuid()),
            calendar_sequence: Set(0),
            link_generation: Set(1),
            mode: Set(mode),
            ..Default::default()
        });
        let places = store::insert_places(self.tx, rows.collect()).await?;
        let is_missing = |position: i32| places.iter().all(|place| place.position != position);
        match (1..).zip(&self.command.attendees).find(|(position, _)| is_missing(*position)) {
            None => Ok(places),
            Some((_, attendee)) => Err(BookPlacesError::AlreadyBooked { name: attendee.name.as_str().to_owned() }),
        }
    }
}

/// Writes the payment page to be opened for a held booking; Stripe's page stays open for 35 minutes (D4).
pub(super) async fn start_card_payment(
    app: &App,
    tx: &Tx,
    booking: &booking::Model,
    event: &EventDetails,
    now: Instant,
) -> Result<CheckoutId, Unexpected> {
    super::raise_charge::start_booking_checkout(
        app,
        tx,
        booking,
        event,
        (Pence::new(booking.total_pence), now + Duration::minutes(CARD_PAGE_MINUTES)),
        now,
    )
    .await
}
