//! Puts names to places, inside the caller's transaction: what the booker's naming and the attendee's own claim share.

use entity::{booking, place};

use super::chasing::names_due_by;
use super::store::NameWritten;
use super::{emails, store};
use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::bookings::booking_state::BookingState;
use crate::bookings::event_facts::event_dates;
use crate::bookings::store::{load_booking, load_places, lock_booking};
use crate::db::Tx;
use crate::events::{EventDetails, EventId, load_event};
use crate::kernel::unexpected::unexpected_from;
use crate::kernel::{EmailAddress, Instant, PersonName, Unexpected};
use crate::payments;

/// Why no names can be put to a booking's places any more.
#[derive(Debug, thiserror::Error)]
pub enum NotNameable {
    /// Cancelled or expired.
    #[error("This booking is not live any more, so no names can be added. Nothing has changed.")]
    Ended,
    /// The organiser called the date off.
    #[error("This date has been called off, so no names are needed. Nothing has changed.")]
    CalledOff,
    /// GRP-3: the booker may name people until the event starts.
    #[error("The event has started, so names can no longer be added here. Write to us and say who came.")]
    Started,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(NotNameable);

/// Why one name was not given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotGiven {
    /// The place has a name by now.
    PlaceTaken,
    /// The person has a place by now (DUP-5).
    PersonBooked,
}

/// A booking locked for naming.
pub(super) struct Naming<'a> {
    pub(super) app: &'a App,
    pub(super) tx: &'a Tx,
    pub(super) booking: booking::Model,
    pub(super) places: Vec<place::Model>,
    pub(super) event: EventDetails,
    pub(super) actor: Actor,
    pub(super) now: Instant,
}

/// Makes every other change of the booking wait until the transaction ends: at its charge, or at its own row.
pub(super) async fn lock(tx: &Tx, booking_id: i64) -> Result<booking::Model, Unexpected> {
    match load_booking(tx, booking_id).await?.charge_id {
        Some(charge_id) => payments::lock_charge(tx, charge_id).await?,
        None => lock_booking(tx, booking_id).await?,
    }
    load_booking(tx, booking_id).await
}

/// Whether names may be put to the places now.
pub(super) fn check(booking: &booking::Model, event: &EventDetails, now: Instant) -> Result<(), NotNameable> {
    if event.is_cancelled() {
        return Err(NotNameable::CalledOff);
    }
    let is_live = BookingState::parse(&booking.state).is_some_and(BookingState::takes_a_place);
    if !is_live || booking.personal_data_wiped_at.is_some() {
        return Err(NotNameable::Ended);
    }
    match event_dates(event) {
        Some(dates) if now >= dates.started_from() => Err(NotNameable::Started),
        _ => Ok(()),
    }
}

impl<'a> Naming<'a> {
    /// Locks the booking and reads it behind the lock.
    pub(super) async fn open(
        app: &'a App,
        tx: &'a Tx,
        booking_id: i64,
        actor: Actor,
        now: Instant,
    ) -> Result<Self, NotNameable> {
        let booking = lock(tx, booking_id).await?;
        let places = load_places(tx, booking_id).await?;
        let event = load_event(tx, EventId(booking.event_id)).await?;
        check(&booking, &event, now)?;
        Ok(Self { app, tx, booking, places, event, actor, now })
    }

    /// Puts a name to a place and writes it down, or says why not; then the transaction must end.
    pub(super) async fn give(
        &self,
        place: &place::Model,
        (name, email): (&PersonName, &EmailAddress),
    ) -> Result<Result<place::Model, NotGiven>, Unexpected> {
        match store::name_place(self.tx, place.id, (name, email)).await? {
            NameWritten::Yes => self.record("place.named", place.id).await?,
            NameWritten::PlaceTaken => return Ok(Err(NotGiven::PlaceTaken)),
            NameWritten::PersonBooked => return Ok(Err(NotGiven::PersonBooked)),
        }
        Ok(Ok(place::Model {
            attendee_name: name.as_str().to_owned(),
            folded_name: name.folded(),
            attendee_email: email.as_str().to_owned(),
            folded_email: email.folded(),
            ..place.clone()
        }))
    }

    /// Ends the claim links of places that were just named; once the booking is confirmed, sends each person their
    /// confirmation (GRP-5) and asks members among them to claim their price (D8); tells staff of late names (GRP-3).
    pub(super) async fn tell(&self, named: &[place::Model]) -> Result<(), Unexpected> {
        let (app, tx, now) = (self.app, self.tx, self.now);
        if named.is_empty() {
            return Ok(());
        }
        store::close_invitations(tx, named.iter().map(|place| place.id).collect(), now).await?;
        if self.booking.state == BookingState::Confirmed.word() {
            emails::queue_places_named(app, tx, (&self.booking, named), &self.event, now).await?;
            let priced = (&self.booking, named);
            crate::bookings::offer_member_price::offer_member_prices(app, tx, priced, &self.event, now).await?;
        }
        let days = app.holidays.read(tx, now).await?;
        let is_late = self.event.when.known_day().is_some_and(|day| now >= names_due_by(&days, day));
        if is_late {
            emails::queue_late_names(app, tx, (&self.booking, named), &self.event, now).await?;
        }
        Ok(())
    }

    /// Writes an act on a place down.
    pub(super) async fn record(&self, action: &'static str, place_id: i64) -> Result<(), Unexpected> {
        let entry = Entry {
            actor: self.actor,
            action,
            subject_kind: "place",
            subject_id: place_id,
            reason: None,
            values: None,
        };
        Ok(record(self.tx, entry, self.now).await?)
    }

    /// Which of these people have a live place on the date already, as folded address and name (DUP-1).
    pub(super) async fn twins(
        &self,
        people: impl Iterator<Item = &EmailAddress>,
    ) -> Result<std::collections::BTreeSet<(String, String)>, Unexpected> {
        let addresses = people.map(EmailAddress::folded).collect();
        Ok(super::queries::live_people(self.tx, self.event.id.0, addresses).await?)
    }
}
