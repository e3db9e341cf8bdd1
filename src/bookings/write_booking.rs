//! The writing half of booking places: rows, charge, payment page, jobs and emails, in the caller's transaction.

use chrono::Duration;
use entity::{booking, place};
use sea_orm::ActiveValue::Set;
use sea_orm::DatabaseTransaction;

use super::book_places::{BookPlaces, BookPlacesError, Booked, Plan};
use super::booking_state::BookingState;
use super::confirm_booking::confirm_booking;
use super::emails;
use super::hold::{CARD_PAGE_MINUTES, PaymentMethod, held_until};
use super::jobs::end_hold_job;
use super::raise_charge::{ChargeFor, raise_booking_charge};
use super::sale::{EventSale, load_current_terms};
use super::store::{self, InsertPlacesError, NewBookingRow};
use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::events::EventDetails;
use crate::jobs;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Unexpected};
use crate::payments::CheckoutId;

/// Everything the writing needs.
pub(super) struct Writing<'a> {
    pub(super) app: &'a App,
    pub(super) tx: &'a DatabaseTransaction,
    pub(super) command: &'a BookPlaces,
    pub(super) event: &'a EventDetails,
    pub(super) sale: &'a EventSale,
    pub(super) plan: &'a Plan,
    pub(super) now: Instant,
}

impl Writing<'_> {
    /// Writes it all; a free booking is confirmed at once.
    pub(super) async fn write(&self) -> Result<Booked, BookPlacesError> {
        let (app, tx, now) = (self.app, self.tx, self.now);
        let reference = app.tokens.reference();
        let until = held_until(self.plan.method, now);
        let row = self.booking_row(&reference, until).await?;
        let booking = store::insert_booking(tx, NewBookingRow { row }).await?;
        let booking_id = booking.id;
        let places = self.write_places(booking_id).await?;
        let actor = Actor::person_or_visitor(self.command.booker_person_id);
        let entry = Entry {
            actor,
            action: "booking.made",
            subject_kind: "booking",
            subject_id: booking_id,
            reason: None,
            values: None,
        };
        record(tx, entry, now).await?;
        let mut booked = Booked { booking_id, reference, link_generation: 1, checkout_id: None };
        if self.plan.method == PaymentMethod::Free {
            confirm_booking(app, tx, &booking, self.event, now).await?;
            return Ok(booked);
        }
        let subject = ChargeFor {
            booking: &booking,
            places: &places,
            event: self.event,
            list_price: self.sale.prices.standard,
            vat: &self.sale.vat,
        };
        let charge_id = raise_booking_charge(app, tx, subject, now).await?;
        jobs::enqueue(tx, end_hold_job(booking_id, until)?, now).await?;
        let booking = booking::Model { charge_id: Some(charge_id), ..booking };
        if self.plan.method == PaymentMethod::Card {
            booked.checkout_id = Some(start_card_payment(app, tx, &booking, self.event, now).await?);
        } else {
            emails::queue_bank_details(app, tx, &booking, self.event, now).await?;
        }
        Ok(booked)
    }

    async fn booking_row(&self, reference: &str, until: Instant) -> Result<booking::ActiveModel, Unexpected> {
        let (command, plan) = (self.command, self.plan);
        Ok(booking::ActiveModel {
            reference: Set(reference.to_owned()),
            event_id: Set(self.event.id.0),
            booker_person_id: Set(command.booker_person_id),
            booker_name: Set(command.booker_name.as_str().to_owned()),
            booker_email: Set(command.booker_email.as_str().to_owned()),
            payer_kind: Set(command.payer.word().to_owned()),
            organisation_name: Set(command.organisation.clone()),
            payment_method: Set(plan.method.word().to_owned()),
            state: Set(BookingState::Held.word().to_owned()),
            held_until: Set(Some(until)),
            total_pence: Set(plan.total.get()),
            refund_policy_id: Set(self.sale.policy.id),
            booking_terms_id: Set(load_current_terms(self.tx).await?.id),
            start_now_accepted_at: Set(plan.start_now_accepted.then_some(self.now)),
            link_generation: Set(1),
            booked_at: Set(self.now),
            booked_on: Set(london_date(self.now)),
            ..Default::default()
        })
    }

    /// That nobody has two live places is for the database to say, in the statement that writes one.
    async fn write_places(&self, booking_id: i64) -> Result<Vec<place::Model>, BookPlacesError> {
        let mut places = Vec::new();
        for ((attendee, price), position) in self.command.attendees.iter().zip(&self.plan.prices).zip(1..) {
            let (folded_name, folded_email) = (attendee.name.folded(), attendee.email.folded());
            let row = place::ActiveModel {
                booking_id: Set(booking_id),
                event_id: Set(self.event.id.0),
                capacity_pool_id: Set(self.sale.pool_id),
                position: Set(position),
                is_booker: Set(attendee.is_booker),
                attendee_name: Set(attendee.name.as_str().to_owned()),
                folded_name: Set(folded_name),
                attendee_email: Set(attendee.email.as_str().to_owned()),
                folded_email: Set(folded_email),
                person_id: Set(self.command.booker_person_id.filter(|_| attendee.is_booker)),
                price_reason: Set(price.reason.word().to_owned()),
                price_pence: Set(price.price.get()),
                state: Set(BookingState::Held.word().to_owned()),
                calendar_uid: Set(self.app.tokens.uuid()),
                calendar_sequence: Set(0),
                link_generation: Set(1),
                ..Default::default()
            };
            let place = store::insert_place(self.tx, row).await.map_err(|error| match error {
                InsertPlacesError::AlreadyBooked => {
                    BookPlacesError::AlreadyBooked { name: attendee.name.as_str().to_owned() }
                }
                InsertPlacesError::Database(error) => error.into(),
            })?;
            places.push(place);
        }
        Ok(places)
    }
}

/// Writes the payment page to be opened for a held booking; Stripe's page stays open for 35 minutes (D4).
pub(super) async fn start_card_payment(
    app: &App,
    tx: &DatabaseTransaction,
    booking: &booking::Model,
    event: &EventDetails,
    now: Instant,
) -> Result<CheckoutId, Unexpected> {
    super::raise_charge::start_booking_checkout(
        app,
        tx,
        booking,
        event,
        now + Duration::minutes(CARD_PAGE_MINUTES),
        now,
    )
    .await
}
