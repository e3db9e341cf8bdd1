//! Cancels places of a booking. One transaction holds every effect: places cancelled, seats freed, links dead, charge credited,
//! refund row made (REF-8); money moves afterwards, by a job, and a gateway's failure never brings a place back.

use entity::{booking, place};
use sea_orm::{ConnectionTrait, DatabaseTransaction};

use super::booking_state::{BookingEvent, BookingState, transition};
use super::cancellation::{CancellationPreview, CancelledBy, LivePlace, preview};
use super::emails;
use super::event_facts::event_dates;
use super::raise_charge::credit_unpaid;
use super::refund_policy::{PayerKind, RefundDecision, RefundReason, decide_refund};
use super::sale::load_policy;
use super::store::{self, CancellationRow};
use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::events::{EventDetails, EventId, load_event};
use crate::kernel::unexpected::{Context, unexpected_from};
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::{self, RefundCharge};

/// The command.
#[derive(Clone, Debug)]
pub struct CancelPlaces {
    /// Which booking.
    pub booking_id: i64,
    /// Which of its places.
    pub place_ids: Vec<i64>,
    /// In which right.
    pub by: CancelledBy,
    /// For the audit.
    pub actor: Actor,
    /// The refund the person was shown; none when nobody was shown one (the organiser cancels).
    pub expected_total: Option<Pence>,
    /// Why.
    pub reason: String,
}

/// Why nothing was cancelled.
#[derive(Debug, thiserror::Error)]
pub enum CancelPlacesError {
    /// No live place among those named: cancelled before.
    #[error("These places have been cancelled already. Nothing more has changed.")]
    AlreadyCancelled,
    /// REF-18.
    #[error("The event has started, so places can no longer be cancelled here. Write to us and we will look at it.")]
    Started,
    /// Before payment only the whole booking can be given up.
    #[error("Nothing has been paid yet, so give up the whole booking and book again for those who will come.")]
    WholeBookingOnly,
    /// REF-19: the payer's bank is asked for the money already, and must not be given it twice.
    #[error(
        "The bank that paid is looking into the payment for this booking, so it cannot be cancelled here. Write to us at the address at the foot of this page and quote the booking's reference: we note when you asked, and answer when the bank has decided."
    )]
    Disputed,
    /// REF-7: a deadline passed while the page was open.
    #[error(
        "The refund has changed since this page was opened: it is now {now}. Nothing has been cancelled; confirm again if you still want to."
    )]
    AmountChanged {
        /// What would come back now.
        now: Pence,
    },
    /// We or a supplier failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(CancelPlacesError);

/// What cancelling these places now would do; an empty list of places means "all that are live".
pub async fn preview_cancellation(
    db: &impl ConnectionTrait,
    booking: &booking::Model,
    place_ids: &[i64],
    by: CancelledBy,
    now: Instant,
) -> Result<CancellationPreview, Unexpected> {
    let places = store::load_places(db, booking.id).await?;
    let live: Vec<&place::Model> =
        places.iter().filter(|place| is_live(place) && is_chosen(place, place_ids)).collect();
    let event = load_event(db, EventId(booking.event_id)).await?;
    work_out(db, booking, &live, &event, by, now).await
}

fn is_live(place: &place::Model) -> bool {
    BookingState::parse(&place.state).is_some_and(BookingState::takes_a_place)
}

fn is_chosen(place: &place::Model, place_ids: &[i64]) -> bool {
    place_ids.is_empty() || place_ids.contains(&place.id)
}

async fn work_out(
    db: &impl ConnectionTrait,
    booking: &booking::Model,
    live: &[&place::Model],
    event: &EventDetails,
    by: CancelledBy,
    now: Instant,
) -> Result<CancellationPreview, Unexpected> {
    if by == CancelledBy::Organiser {
        return Ok(work_out_for_organiser(booking, live));
    }
    let policy = load_policy(db, booking.refund_policy_id).await?;
    let payer = PayerKind::parse(&booking.payer_kind).context("a booking's payer is unknown")?;
    let dates = event_dates(event).context("a booked event has no date")?;
    let decision = decide_refund(&policy, payer, booking.booked_on, dates, now);
    Ok(preview(&live_places(live), decision, by, is_paid(booking)))
}

/// What comes back when we cancel: all that was paid, so that nothing need be read (REF-12).
fn work_out_for_organiser(booking: &booking::Model, live: &[&place::Model]) -> CancellationPreview {
    let all = RefundDecision { percent: 100, reason: RefundReason::InTime, until: None };
    preview(&live_places(live), all, CancelledBy::Organiser, is_paid(booking))
}

/// The same for a booking with all its places.
pub(super) fn preview_organisers_cancellation(
    booking: &booking::Model,
    places: &[place::Model],
) -> CancellationPreview {
    work_out_for_organiser(booking, &places.iter().filter(|place| is_live(place)).collect::<Vec<_>>())
}

fn is_paid(booking: &booking::Model) -> bool {
    booking.state == BookingState::Confirmed.word()
}

fn live_places(live: &[&place::Model]) -> Vec<LivePlace> {
    let paid = |place: &&place::Model| LivePlace {
        id: place.id,
        attendee_name: place.attendee_name.clone(),
        paid: Pence::new(place.price_pence),
    };
    live.iter().map(paid).collect()
}

/// Whether a bank questions a payment for the booking (REF-19): until it has decided, only officers act.
pub(super) async fn is_disputed(db: &impl ConnectionTrait, booking: &booking::Model) -> Result<bool, Unexpected> {
    match booking.charge_id {
        Some(charge_id) => payments::queries::is_disputed(db, charge_id).await,
        None => Ok(false),
    }
}

/// Cancels, or says why not and changes nothing.
pub async fn cancel_places(app: &App, command: &CancelPlaces) -> Result<CancellationPreview, CancelPlacesError> {
    let now = app.now();
    app.db.write_tx(async |tx| cancel_in(app, tx, command, now).await).await
}

/// The same inside the caller's transaction.
pub(super) async fn cancel_in(
    app: &App,
    tx: &DatabaseTransaction,
    command: &CancelPlaces,
    now: Instant,
) -> Result<CancellationPreview, CancelPlacesError> {
    if let Some(charge_id) = store::load_booking(tx, command.booking_id).await?.charge_id {
        payments::lock_charge(tx, charge_id).await?;
    }
    // Read again behind the lock: a payment that was being settled is done now.
    let booking = store::load_booking(tx, command.booking_id).await?;
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
    let event = load_event(tx, EventId(booking.event_id)).await?;
    let outcome = work_out(tx, &booking, &chosen, &event, command.by, now).await?;
    if command.by == CancelledBy::Booker && outcome.reason == RefundReason::Started {
        return Err(CancelPlacesError::Started);
    }
    if command.expected_total.is_some_and(|expected| expected != outcome.total) {
        return Err(CancelPlacesError::AmountChanged { now: outcome.total });
    }
    let is_held = booking.state == BookingState::Held.word();
    if is_held && chosen.len() < live.len() {
        return Err(CancelPlacesError::WholeBookingOnly);
    }
    let cancelling = Cancelling { app, tx, command, booking: &booking, event: &event, now };
    cancelling.mark(&chosen, &outcome).await?;
    if chosen.len() == live.len() {
        cancelling.end_booking().await?;
    }
    if is_held {
        cancelling.give_up_payment().await?;
    } else {
        cancelling.refund(&chosen, &outcome).await?;
    }
    emails::queue_cancellation(app, tx, (&booking, &chosen), &event, (&outcome, command), now).await?;
    Ok(outcome)
}

/// One cancellation being carried out.
struct Cancelling<'a> {
    app: &'a App,
    tx: &'a DatabaseTransaction,
    command: &'a CancelPlaces,
    booking: &'a booking::Model,
    event: &'a EventDetails,
    now: Instant,
}

impl Cancelling<'_> {
    async fn mark(&self, chosen: &[&place::Model], outcome: &CancellationPreview) -> Result<(), CancelPlacesError> {
        for (place, refund) in chosen.iter().zip(&outcome.places) {
            if !store::mark_place_cancelled(self.tx, place).await? {
                return Err(CancelPlacesError::AlreadyCancelled);
            }
            store::release_places(self.tx, place.capacity_pool_id, 1).await?;
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

    async fn end_booking(&self) -> Result<(), CancelPlacesError> {
        let from = BookingState::parse(&self.booking.state).context("a booking's state is unknown")?;
        let to = transition(from, BookingEvent::Cancelled).map_err(Unexpected::from)?;
        if !store::mark_booking(self.tx, self.booking.id, from, to, self.now).await? {
            return Err(CancelPlacesError::AlreadyCancelled);
        }
        Ok(())
    }

    /// Nothing was paid: the charge is credited, and a job closes the payment page.
    async fn give_up_payment(&self) -> Result<(), CancelPlacesError> {
        if let Some(charge_id) = self.booking.charge_id {
            credit_unpaid(self.tx, self.booking, "given up before payment", self.now).await?;
            crate::jobs::enqueue(self.tx, super::jobs::close_payment_page_job(charge_id)?, self.now).await?;
        }
        Ok(())
    }

    async fn refund(&self, chosen: &[&place::Model], outcome: &CancellationPreview) -> Result<(), CancelPlacesError> {
        let Some(charge_id) = self.booking.charge_id else { return Ok(()) };
        let lines: Vec<(i64, Pence)> = chosen
            .iter()
            .zip(&outcome.places)
            .filter(|(_, refund)| refund.refund.get() > 0)
            .filter_map(|(place, refund)| place.charge_line_id.map(|line| (line, refund.refund)))
            .collect();
        if lines.is_empty() {
            return Ok(());
        }
        let first = chosen.first().map_or(0, |place| place.id);
        let key = format!("cancelled:{}:{first}", self.booking.id);
        payments::credit_lines(self.tx, &lines, &self.command.reason, &key, self.now).await?;
        let refund = RefundCharge {
            charge_id,
            lines,
            reason: format!("{}: {}", self.event.title, self.command.reason),
            dedupe_key: key,
            requested_by: self.command.actor.person_id(),
        };
        payments::refund_charge(self.tx, self.app.tokens.as_ref(), refund, self.now).await?;
        Ok(())
    }
}
