//! Cancels places of a booking. One transaction holds every effect: places cancelled, seats freed, links dead, charge credited,
//! refund row made (REF-8); money moves afterwards, by a job, and a gateway's failure never brings a place back.

use std::collections::BTreeMap;

use entity::{booking, place};

use super::booking_state::{BookingEvent, BookingState, transition};
pub use super::cancel_command::{CancelPlaces, CancelPlacesError, Shown};
use super::cancellation::{CancellationPreview, CancelledBy, PlaceRefund};
use super::cancellation_emails::queue_cancellation;
use super::emails::is_by_invoice;
use super::modes::{Seats, release_seats};
use super::moving::return_use_of_family;
use super::place_change::end_with_places;
use super::raise_charge::{credit_unpaid, return_part_payment};
use super::refund_policy::RefundReason;
use super::sale::store::lock_seats;
use super::store::{self, CancellationRow};
use super::what_comes_back::{all_comes_back, is_disputed, what_comes_back};
use crate::app::App;
use crate::audit::{Entry, record};
use crate::db::Tx;
use crate::events::{EventDetails, EventId, load_event};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::{self, ChargeMoney, RefundCharge};

fn is_live(place: &place::Model) -> bool {
    BookingState::parse(&place.state).is_some_and(BookingState::takes_a_place)
}

fn is_chosen(place: &place::Model, place_ids: &[i64]) -> bool {
    place_ids.is_empty() || place_ids.contains(&place.id)
}

/// The same when we cancel, for a booking with all its places and its money read before (REF-12).
pub(super) fn preview_organisers_cancellation(
    booking: &booking::Model,
    places: &[place::Model],
    money: ChargeMoney,
) -> CancellationPreview {
    all_comes_back(booking, &places.iter().filter(|place| is_live(place)).collect::<Vec<_>>(), money)
}

/// Cancels, or says why not and changes nothing.
pub async fn cancel_places(app: &App, command: &CancelPlaces) -> Result<CancellationPreview, CancelPlacesError> {
    let now = app.now();
    app.db.write_tx(async |tx| cancel_in(app, tx, command, now).await).await
}

/// The same inside the caller's transaction.
pub(super) async fn cancel_in(
    app: &App,
    tx: &Tx,
    command: &CancelPlaces,
    now: Instant,
) -> Result<CancellationPreview, CancelPlacesError> {
    let charge_id = store::load_booking(tx, command.booking_id).await?.charge_id;
    cancel_known(app, tx, command, (charge_id, None), now).await
}

/// The same for a booking whose charge the caller knows, and its event when that cannot change any more.
pub(super) async fn cancel_known(
    app: &App,
    tx: &Tx,
    command: &CancelPlaces,
    (charge_id, event): (Option<i64>, Option<&EventDetails>),
    now: Instant,
) -> Result<CancellationPreview, CancelPlacesError> {
    match charge_id {
        Some(charge_id) => payments::lock_charge(tx, charge_id).await?,
        // A free booking has no charge to wait at.
        None => store::lock_booking(tx, command.booking_id).await?,
    }
    // Read behind the lock: a payment that was being settled is done now.
    let booking = store::load_booking(tx, command.booking_id).await?;
    if booking.charge_id != charge_id {
        return Err(CancelPlacesError::ChangedMeanwhile);
    }
    // A date may be given two kinds of place just now: what the places say holds behind its seats.
    if command.by != CancelledBy::Organiser {
        lock_seats(tx, booking.event_id).await?;
    }
    let places = store::load_places(tx, booking.id).await?;
    let live: Vec<&place::Model> = places.iter().filter(|place| is_live(place)).collect();
    let chosen: Vec<&place::Model> =
        live.iter().copied().filter(|place| is_chosen(place, &command.place_ids)).collect();
    if chosen.is_empty() {
        return Err(CancelPlacesError::AlreadyCancelled);
    }
    if command.by == CancelledBy::Booker && is_disputed(tx, &booking).await? {
        return Err(CancelPlacesError::Disputed);
    }
    let read;
    let event = if let Some(known) = event {
        known
    } else {
        read = load_event(tx, EventId(booking.event_id)).await?;
        &read
    };
    let outcome = what_comes_back(tx, &booking, &chosen, (event, command.by), now).await?;
    if command.by == CancelledBy::Booker && outcome.reason == RefundReason::Started {
        return Err(CancelPlacesError::Started);
    }
    if let Some(shown) = command.expected {
        shown.check(&outcome)?;
    }
    if booking.state == BookingState::Held.word() && chosen.len() < live.len() {
        return Err(CancelPlacesError::WholeBookingOnly);
    }
    // Everybody who books this date waits at its seats. When thousands of bookings end, they are freed last; but never after an
    // invoice's number, which comes behind them in the order of locks.
    let seats_last = command.by == CancelledBy::Organiser && !is_by_invoice(&booking);
    if !seats_last {
        free_seats(tx, &chosen).await?;
    }
    let cancelling = Cancelling { app, tx, command, booking: &booking, event, now };
    let given = cancelling.carry_out(&chosen, chosen.len() == live.len(), &outcome).await?;
    if seats_last {
        free_seats(tx, &chosen).await?;
    }
    cancelling.return_code(chosen.len() == live.len(), &outcome).await?;
    // What was promised is what is on its way, or nothing has happened.
    if given != outcome.total {
        let words = format!("booking {}: {} was promised and {given} would go back", booking.id, outcome.total);
        return Err(Unexpected::because(words).into());
    }
    queue_cancellation(app, tx, (&booking, &chosen), event, (&outcome, command), now).await?;
    Ok(outcome)
}

async fn free_seats(tx: &Tx, places: &[&place::Model]) -> Result<(), Unexpected> {
    let mut freed: BTreeMap<(i64, i64), Vec<&place::Model>> = BTreeMap::new();
    for place in places {
        freed.entry((place.event_id, place.capacity_pool_id)).or_default().push(place);
    }
    for (pool, places) in freed {
        release_seats(tx, pool, Seats::of_places(places)).await?;
    }
    Ok(())
}

/// One cancellation being carried out.
struct Cancelling<'a> {
    app: &'a App,
    tx: &'a Tx,
    command: &'a CancelPlaces,
    booking: &'a booking::Model,
    event: &'a EventDetails,
    now: Instant,
}

impl Cancelling<'_> {
    /// Gives what goes back.
    async fn carry_out(
        &self,
        chosen: &[&place::Model],
        is_all: bool,
        outcome: &CancellationPreview,
    ) -> Result<Pence, CancelPlacesError> {
        let is_held = self.booking.state == BookingState::Held.word();
        self.mark(chosen, outcome).await?;
        end_with_places(self.tx, self.booking.id, chosen, self.now).await?;
        if is_all {
            self.end_booking().await?;
        }
        if is_held { self.give_up_payment().await } else { self.refund(chosen, outcome).await }
    }

    async fn mark(&self, chosen: &[&place::Model], outcome: &CancellationPreview) -> Result<(), CancelPlacesError> {
        for (place, refund) in chosen.iter().zip(&outcome.places) {
            if !store::mark_place_cancelled(self.tx, place).await? {
                return Err(CancelPlacesError::AlreadyCancelled);
            }
            let row = CancellationRow {
                place_id: place.id,
                by: self.command.by.word(),
                actor_person_id: self.command.actor.person_id(),
                percent: refund.percent,
                refund: refund.refund,
                reason: &self.command.reason,
            };
            store::insert_cancellation(self.tx, row, self.now).await?;
            let entry = Entry {
                actor: self.command.actor,
                action: "place.cancelled",
                subject_kind: "place",
                subject_id: place.id,
                reason: Some(&self.command.reason),
                values: None,
            };
            record(self.tx, entry, self.now).await?;
        }
        Ok(())
    }

    /// ELG-13: a customer who cancels too late for any refund has used the code. Behind the seats, as everywhere.
    async fn return_code(&self, is_all: bool, outcome: &CancellationPreview) -> Result<(), Unexpected> {
        let is_held = self.booking.state == BookingState::Held.word();
        if is_all && (is_held || outcome.places.iter().any(|place| place.percent > 0)) {
            return_use_of_family(self.tx, self.booking.id, self.now).await?;
        }
        Ok(())
    }

    async fn end_booking(&self) -> Result<(), CancelPlacesError> {
        let from = BookingState::parse(&self.booking.state).context("a booking's state is unknown")?;
        let to = transition(from, BookingEvent::Cancelled).map_err(Unexpected::from)?;
        if !store::mark_booking(self.tx, self.booking.id, from, to, self.now).await? {
            return Err(CancelPlacesError::AlreadyCancelled);
        }
        Ok(())
    }

    /// Nothing, or only a part, was paid: the charge is credited, the part goes back, and a job closes the payment page. Gives
    /// the part.
    async fn give_up_payment(&self) -> Result<Pence, CancelPlacesError> {
        let Some(charge_id) = self.booking.charge_id else { return Ok(Pence::ZERO) };
        credit_unpaid(self.tx, self.booking, "given up before payment", self.now).await?;
        crate::jobs::enqueue(self.tx, super::jobs::close_payment_page_job(charge_id)?, self.now).await?;
        let why = ("Given up before all of it was paid", self.command.actor.person_id());
        Ok(return_part_payment(self.app, self.tx, self.booking, why, self.now).await?)
    }

    /// Credits what is no longer charged for, and asks for what comes back. Gives the sum of that.
    async fn refund(
        &self,
        chosen: &[&place::Model],
        outcome: &CancellationPreview,
    ) -> Result<Pence, CancelPlacesError> {
        let Some(charge_id) = self.booking.charge_id else { return Ok(Pence::ZERO) };
        let lines = |amount: fn(&PlaceRefund) -> Pence| -> Vec<(i64, Pence)> {
            let of_place =
                |(place, refund): (&&place::Model, &PlaceRefund)| Some((place.charge_line_id?, amount(refund)));
            chosen
                .iter()
                .zip(&outcome.places)
                .filter_map(of_place)
                .filter(|(_, amount)| *amount > Pence::ZERO)
                .collect()
        };
        let first = chosen.first().map_or(0, |place| place.id);
        let key = format!("cancelled:{}:{first}", self.booking.id);
        let credited = lines(|refund| refund.credited);
        if credited.is_empty() {
            return Ok(Pence::ZERO);
        }
        let refund = RefundCharge {
            charge_id,
            lines: lines(|refund| refund.refund),
            reason: format!("{}: {}", self.event.title, self.command.reason),
            dedupe_key: key,
            requested_by: self.command.actor.person_id(),
            priority: self.command.by.priority(),
        };
        let credit = (credited.as_slice(), self.command.reason.as_str());
        let tokens = self.app.tokens.as_ref();
        Ok(payments::credit_and_refund(self.tx, tokens, credit, refund, self.now).await?.total())
    }
}
