//! The writing half of a move, in the caller's transaction: a new booking on the other date, the money carried across, the old
//! places gone, everything written down (TRF-2 to TRF-6).

use entity::{booking, place, place_move};
use sea_orm::ActiveValue::Set;

use super::move_places::{MoveCase, MovePlacesError};
use super::seats_there::modes_there;
use super::{emails, store};
use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::bookings::booking_state::{BookingEvent, BookingState, transition};
use crate::bookings::event_facts::event_dates;
use crate::bookings::groups::carry_links;
use crate::bookings::invoicing;
use crate::bookings::modes::{self, Seats, release_seats};
use crate::bookings::offer_member_price::offer_member_prices;
use crate::bookings::questions::forget_answers_of;
use crate::bookings::raise_charge::{ChargeFor, Owing, fill_booking_charge, open_booking_charge};
use crate::bookings::store::{self as bookings, NewBookingRow};
use crate::db::Tx;
use crate::jobs::Priority;
use crate::kernel::money::share_largest_remainder;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::{self, Carry, RefundCharge};

/// A move being carried out.
pub struct Moving<'a> {
    /// The product.
    pub app: &'a App,
    /// The caller's transaction.
    pub tx: &'a Tx,
    /// The booking the places leave.
    pub booking: &'a booking::Model,
    /// What was decided.
    pub case: &'a MoveCase,
    /// An officer acts.
    pub by_officer: bool,
    /// For the audit.
    pub actor: Actor,
    /// Why; may be empty.
    pub reason: &'a str,
    /// When.
    pub now: Instant,
}

/// What came of it.
pub struct MovedBooking {
    /// The booking that goes on.
    pub booking: booking::Model,
    /// Its places, in the order of those they were.
    pub places: Vec<place::Model>,
    /// What is on its way back.
    pub refunded: Pence,
}

impl Moving<'_> {
    /// Writes it all. The seats of the other date have been claimed.
    pub async fn carry_out(&self) -> Result<MovedBooking, MovePlacesError> {
        let (tx, now) = (self.tx, self.now);
        let total = self.case.preview.total();
        let owing = Owing::from(self.booking);
        let charge = if total.is_zero() {
            None
        } else {
            Some(open_booking_charge(self.app, tx, &owing, &self.case.to, now).await?)
        };
        let row = self.booking_row(charge.as_ref().map(|charge| charge.id), total);
        let booking = bookings::insert_booking(tx, NewBookingRow { row }).await?;
        let places = self.write_places(booking.id).await?;
        if let Some(charge) = charge {
            let subject = ChargeFor {
                places: &places,
                event: &self.case.to,
                list_price: self.case.to_sale.prices.standard,
                vat: &self.case.to_sale.vat,
            };
            fill_booking_charge(tx, charge, subject, now).await?;
        }
        self.give_up_old_places().await?;
        let refunded = self.move_money(booking.charge_id, total).await?;
        self.write_down(&booking, &places).await?;
        Ok(MovedBooking { booking, places, refunded })
    }

    fn booking_row(&self, charge_id: Option<i64>, total: Pence) -> booking::ActiveModel {
        let old = self.booking.clone();
        let method = match (charge_id, old.payment_method.as_str()) {
            (None, _) => "free".to_owned(),
            (Some(_), "free") => "card".to_owned(),
            (Some(_), _) => old.payment_method,
        };
        booking::ActiveModel {
            reference: Set(self.app.tokens.reference()),
            event_id: Set(self.case.to.id.0),
            booker_person_id: Set(old.booker_person_id),
            booker_name: Set(old.booker_name),
            booker_email: Set(old.booker_email),
            payer_kind: Set(old.payer_kind),
            organisation_id: Set(old.organisation_id),
            organisation_name: Set(old.organisation_name),
            payment_method: Set(method),
            state: Set(BookingState::Confirmed.word().to_owned()),
            held_until: Set(None),
            charge_id: Set(charge_id),
            total_pence: Set(total.get()),
            refund_policy_id: Set(self.case.to_sale.policy.id),
            booking_terms_id: Set(old.booking_terms_id),
            start_now_accepted_at: Set(old.start_now_accepted_at),
            link_generation: Set(1),
            booked_at: Set(self.now),
            // The 14 days count from the contract, not from the move.
            booked_on: Set(old.booked_on),
            confirmed_at: Set(Some(self.now)),
            // Whoever joins too gets the difference by itself, on whichever date (ELG-7).
            joins_too_at: Set(old.joins_too_at),
            ..Default::default()
        }
    }

    async fn write_places(&self, booking_id: i64) -> Result<Vec<place::Model>, MovePlacesError> {
        let rows = (1..).zip(self.case.places.iter().zip(&self.case.preview.places)).zip(modes_there(self.case));
        let rows: Vec<place::ActiveModel> = rows
            .map(|((position, (old, moved)), mode)| place::ActiveModel {
                mode: Set(modes::stored(mode)),
                booking_id: Set(booking_id),
                event_id: Set(self.case.to.id.0),
                capacity_pool_id: Set(self.case.to_sale.pool_id),
                position: Set(position),
                is_booker: Set(old.is_booker),
                attendee_name: Set(old.attendee_name.clone()),
                folded_name: Set(old.folded_name.clone()),
                attendee_email: Set(old.attendee_email.clone()),
                folded_email: Set(old.folded_email.clone()),
                person_id: Set(old.person_id),
                price_reason: Set(old.price_reason.clone()),
                price_note: Set(old.price_note.clone()),
                list_pence: Set(moved.price.list.get()),
                price_pence: Set(moved.price.new.get()),
                state: Set(BookingState::Confirmed.word().to_owned()),
                calendar_uid: Set(self.app.tokens.uuid()),
                calendar_sequence: Set(0),
                link_generation: Set(1),
                member_price_claimed_at: Set(old.member_price_claimed_at),
                ..Default::default()
            })
            .collect();
        let places = bookings::insert_places(self.tx, rows).await?;
        let is_missing = |position: i32| places.iter().all(|place| place.position != position);
        match (1..).zip(&self.case.places).find(|(position, _)| is_missing(*position)) {
            None => Ok(places),
            Some((_, old)) => Err(MovePlacesError::AlreadyBooked { name: old.attendee_name.clone() }),
        }
    }

    async fn give_up_old_places(&self) -> Result<(), MovePlacesError> {
        for place in &self.case.places {
            if !store::mark_place_moved(self.tx, place).await? {
                return Err(MovePlacesError::NotBooked);
            }
            // What was answered and needed was for the other date, and for whoever leads it.
            forget_answers_of(self.tx, place.id).await?;
        }
        let from = (self.case.from.id.0, self.case.from_sale.pool_id);
        release_seats(self.tx, from, Seats::of_places(&self.case.places)).await?;
        if !self.case.is_part {
            let moved = transition(BookingState::Confirmed, BookingEvent::Moved).map_err(Unexpected::from)?;
            let from = BookingState::Confirmed;
            if !bookings::mark_booking(self.tx, self.booking.id, from, moved, self.now).await? {
                return Err(MovePlacesError::NotBooked);
            }
        }
        Ok(())
    }

    /// The old lines are credited, what was paid for them pays for the new ones, and what is left over goes back.
    async fn move_money(&self, new_charge: Option<i64>, total: Pence) -> Result<Pence, Unexpected> {
        let Some(old_charge) = self.booking.charge_id else { return Ok(Pence::ZERO) };
        let paid_lines: Vec<(i64, Pence)> = self
            .case
            .places
            .iter()
            .filter_map(|place| place.charge_line_id.map(|line| (line, Pence::new(place.price_pence))))
            .filter(|(_, price)| !price.is_zero())
            .collect();
        let first = self.case.places.first().map_or(0, |place| place.id);
        let key = format!("moved:{}:{first}", self.booking.id);
        if !paid_lines.is_empty() {
            payments::credit_lines(self.tx, &paid_lines, "moved to another date", &key, self.now).await?;
        }
        if let Some(to) = new_charge {
            let carry = Carry { from: old_charge, to, most: total, dedupe_key: &key };
            payments::carry_across(self.tx, carry, self.now).await?;
        }
        let back = self.case.preview.back;
        if back.is_zero() {
            return Ok(Pence::ZERO);
        }
        let weights: Vec<Pence> = paid_lines.iter().map(|(_, price)| *price).collect();
        let shares = share_largest_remainder(back, &weights);
        let refund = RefundCharge {
            charge_id: old_charge,
            lines: paid_lines.iter().map(|(line, _)| *line).zip(shares).collect(),
            reason: format!("{}: moved to a cheaper date", self.case.from.title),
            dedupe_key: key,
            requested_by: self.actor.person_id(),
            priority: Priority::Usual,
        };
        Ok(payments::refund_charge(self.tx, self.app.tokens.as_ref(), refund, self.now).await?.total())
    }

    async fn write_down(&self, booking: &booking::Model, places: &[place::Model]) -> Result<(), Unexpected> {
        let dates = event_dates(&self.case.from).context("a booked event has no date")?;
        let rows = self.case.places.iter().zip(places).map(|(old, new)| place_move::ActiveModel {
            old_place_id: Set(old.id),
            new_place_id: Set(new.id),
            old_booking_id: Set(self.booking.id),
            new_booking_id: Set(booking.id),
            old_refund_policy_id: Set(self.booking.refund_policy_id),
            old_first_day: Set(dates.first_day),
            old_starts_at: Set(dates.starts_at),
            made_by: Set(if self.by_officer { "officer" } else { "booker" }.to_owned()),
            actor_person_id: Set(self.actor.person_id()),
            reason: Set(self.reason.to_owned()),
            moved_at: Set(self.now),
            ..Default::default()
        });
        store::insert_moves(self.tx, rows.collect()).await?;
        for (old, new) in self.case.places.iter().zip(places) {
            for (action, id) in [("place.moved_away", old.id), ("place.moved_here", new.id)] {
                let entry = Entry {
                    actor: self.actor,
                    action,
                    subject_kind: "place",
                    subject_id: id,
                    reason: (!self.reason.is_empty()).then_some(self.reason),
                    values: None,
                };
                record(self.tx, entry, self.now).await?;
            }
        }
        Ok(())
    }

    /// One message each "moved from … to …" (TRF-5), and the members' differences that are still to be claimed (D8).
    pub async fn tell(&self, moved: &MovedBooking) -> Result<(), Unexpected> {
        emails::queue_move(self, moved).await?;
        let (places, dates) = ((&*self.case.places, &*moved.places), (&self.case.from, &self.case.to));
        carry_links(self.app, self.tx, places, &moved.booking, dates, self.now).await?;
        // Read again: the lines are named now.
        let places = bookings::load_places(self.tx, moved.booking.id).await?;
        let of_booking = (&moved.booking, places.as_slice());
        offer_member_prices(self.app, self.tx, of_booking, &self.case.to, self.now).await?;
        self.invoice(&moved.booking).await
    }

    /// TRF-4: what an organisation owes for the old date was credited; the new one is invoiced. The number is the last thing taken.
    async fn invoice(&self, booking: &booking::Model) -> Result<(), Unexpected> {
        invoicing::carry_over(self.tx, (self.booking, booking), &self.case.to, self.actor, self.now).await
    }
}
