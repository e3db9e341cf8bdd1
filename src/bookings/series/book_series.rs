//! Books every date of a series that was shown, one booking each, in one transaction with one letter. A date that has filled up
//! meanwhile is left out and named, the others are booked: each stands behind a savepoint of its own.

use std::collections::BTreeMap;

use super::emails::{BookedOne, queue_series_booked};
use super::left_out::LeftOut;
use super::offer::{Looker, OfferedDate, offered_dates};
use super::queries::Who;
use super::store::{Outcome, insert_series_booking};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::bookings::book_places::{
    Attendee, BookPlaces, BookPlacesError, Booked, Extras, HOLDS, SeatsFrom, book_in, check_set_up, is_member_today,
};
use crate::bookings::hold::PaymentMethod;
use crate::bookings::refund_policy::PayerKind;
use crate::bookings::store::{load_booking, load_places};
use crate::db::Tx;
use crate::events::EventDetails;
use crate::events::series::Series;
use crate::idempotency::{self, Claim};
use crate::kernel::unexpected::Context;
use crate::kernel::{EmailAddress, Instant, Pence, PersonName, Unexpected};
use crate::limits;
use crate::unexpected_from;

/// The command.
#[derive(Clone, Debug)]
pub struct BookSeries {
    /// Which series.
    pub series: Series,
    /// The dates that the page showed.
    pub event_ids: Vec<i64>,
    /// The signed-in person, if any.
    pub booker_person_id: Option<i64>,
    /// Who books and comes.
    pub name: PersonName,
    /// Where the letter goes.
    pub email: EmailAddress,
    /// Makes a double submit one act.
    pub idempotency_key: String,
    /// What else was in the form.
    pub digest: String,
}

/// A date that was not booked, and why.
#[derive(Clone, Debug)]
pub struct DateLeftOut {
    /// The date.
    pub event: EventDetails,
    /// Why.
    pub reason: LeftOut,
}

/// Why nothing was booked at all.
#[derive(Debug, thiserror::Error)]
pub enum BookSeriesError {
    /// None of the dates could be booked.
    #[error("None of these dates can be booked any more. Nothing has been booked; each date below says why.")]
    NothingToBook(Vec<DateLeftOut>),
    /// Nothing can be booked on this site yet, or this client has booked too much: as for one date.
    #[error("{0}")]
    Refused(BookPlacesError),
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(BookSeriesError);

impl From<BookPlacesError> for BookSeriesError {
    fn from(error: BookPlacesError) -> Self {
        match error {
            BookPlacesError::Unexpected(error) => Self::Unexpected(error),
            refusal => Self::Refused(refusal),
        }
    }
}

/// Books, and gives the booking of the first date: its page leads to the others. A repeat with the same key and form gives the same.
/// `client` counts what a visitor books and tries, by the address they come from.
pub async fn book_series(app: &App, command: &BookSeries, client: Option<&str>) -> Result<Booked, BookSeriesError> {
    let now = app.now();
    check_set_up(app, now).await?;
    let is_member = is_member_today(app, command.booker_person_id, now).await?;
    let done = app.db.write_tx(async |tx| Booking { app, tx, command, is_member, now }.book(client).await).await;
    let tried = match &done {
        Ok((_, tried)) => *tried,
        Err(BookSeriesError::NothingToBook(left_out)) => count_tried(left_out),
        Err(_) => 0,
    };
    // That somebody has a place is told to whoever types their name and address: it counts, or lists could be tried (as for one date).
    if let Some(client) = client {
        for _ in 0..tried {
            let _ = app.db.write_tx(async |tx| limits::hit(tx, HOLDS, client, now).await).await?;
        }
    }
    Ok(done?.0)
}

fn count_tried(left_out: &[DateLeftOut]) -> usize {
    left_out.iter().filter(|date| date.reason == LeftOut::AlreadyBooked).count()
}

/// One act in its transaction.
struct Booking<'a> {
    app: &'a App,
    tx: &'a Tx,
    command: &'a BookSeries,
    is_member: bool,
    now: Instant,
}

impl Booking<'_> {
    /// The first booking, and how many dates were left out because of a place that somebody has.
    async fn book(&self, client: Option<&str>) -> Result<(Booked, usize), BookSeriesError> {
        let (tx, command, now) = (self.tx, self.command, self.now);
        let actor = command.booker_person_id.map_or_else(|| "visitor".to_owned(), |id| format!("person:{id}"));
        let key = command.idempotency_key.as_str();
        match idempotency::claim(tx, key, &actor, &command.digest, now).await? {
            Claim::Fresh => {}
            Claim::Repeat(id) => return Ok((self.booked_before(&id).await?, 0)),
            Claim::Different => return Err(BookPlacesError::AlreadySent.into()),
        }
        // The key before the limit, as a single booking takes them.
        if let Some(client) = client {
            let counted = limits::hit(tx, HOLDS, client, now).await?;
            counted.map_err(|seconds| BookPlacesError::TooManyHolds { seconds })?;
        }
        let (booked, left_out) = self.book_dates().await?;
        let Some(first) = booked.first().map(|one| one.booked.clone()) else {
            return Err(BookSeriesError::NothingToBook(left_out));
        };
        self.keep(&booked, &left_out).await?;
        queue_series_booked(self.app, tx, command, (&booked, &left_out), now).await?;
        idempotency::finish(tx, key, &actor, &first.booking_id.to_string()).await?;
        Ok((first, count_tried(&left_out)))
    }

    async fn booked_before(&self, id: &str) -> Result<Booked, Unexpected> {
        let booking = load_booking(self.tx, id.parse().context("an idempotency result is not a booking")?).await?;
        Ok(Booked {
            booking_id: booking.id,
            reference: booking.reference,
            link_generation: booking.link_generation,
            checkout_id: None,
        })
    }

    /// Those that were booked and those that were not, both in order of time.
    async fn book_dates(&self) -> Result<(Vec<BookedOne>, Vec<DateLeftOut>), BookSeriesError> {
        let command = self.command;
        let who = Who {
            person_id: command.booker_person_id,
            folded_name: command.name.folded(),
            folded_email: command.email.folded(),
        };
        let looker = Looker { who, is_member: Some(self.is_member) };
        let mut dates = offered_dates(self.tx, command.series.id, &looker, &command.event_ids, self.now).await?;
        // What was added after the page was shown is left for its own page; what was left out then is said again.
        dates.retain(|date| command.event_ids.contains(&date.event.id.0) || date.left_out.is_some());
        // The same order for everybody, so that two who book the same dates never wait for one another.
        let mut in_lock_order: Vec<&OfferedDate> = dates.iter().collect();
        in_lock_order.sort_by_key(|date| date.event.id);
        let mut outcomes = BTreeMap::new();
        for date in in_lock_order {
            let outcome = match date.left_out {
                Some(reason) => Err(reason),
                None => self.book_one(&date.event).await?,
            };
            outcomes.insert(date.event.id, outcome);
        }
        let (mut booked, mut left_out) = (Vec::new(), Vec::new());
        for OfferedDate { event, .. } in dates {
            match outcomes.remove(&event.id) {
                Some(Ok(one)) => {
                    let places = load_places(self.tx, one.booking_id).await?;
                    let place = places.into_iter().next().context("a booking of a series has no place")?;
                    booked.push(BookedOne { event, booked: one, place });
                }
                Some(Err(reason)) => left_out.push(DateLeftOut { event, reason }),
                None => {}
            }
        }
        Ok((booked, left_out))
    }

    /// One date behind a savepoint: a refusal takes back what it had begun, and nothing else.
    async fn book_one(&self, event: &EventDetails) -> Result<Result<Booked, LeftOut>, Unexpected> {
        let reference = self.app.tokens.reference();
        let command = self.command_for(event);
        let book = async |one: &Tx| book_in(self.app, one, &command, (self.is_member, &reference), self.now).await;
        match self.tx.savepoint(book).await? {
            Ok(booked) => Ok(Ok(booked)),
            Err(BookPlacesError::Unexpected(error)) => Err(error),
            Err(refusal) => Ok(Err(LeftOut::of_refusal(&refusal))),
        }
    }

    /// The booker's own place on one date, free, told of with the others.
    fn command_for(&self, event: &EventDetails) -> BookPlaces {
        let command = self.command;
        let own = Attendee {
            name: command.name.clone(),
            email: command.email.clone(),
            is_booker: command.booker_person_id.is_some(),
        };
        BookPlaces {
            event_id: event.id.0,
            booker_person_id: command.booker_person_id,
            booker_name: command.name.clone(),
            booker_email: command.email.clone(),
            attendees: vec![own],
            unnamed: 0,
            officer: None,
            payer: PayerKind::Person,
            organisation: None,
            method: PaymentMethod::Free,
            billing: None,
            start_now_accepted: false,
            shown_total: Pence::ZERO,
            seats: SeatsFrom::Public,
            rest: None,
            extras: Extras { told_together: true, ..Extras::default() },
            idempotency_key: String::new(),
            digest: String::new(),
        }
    }

    /// Keeps which bookings belong together and what was left out, for their pages.
    async fn keep(&self, booked: &[BookedOne], left_out: &[DateLeftOut]) -> Result<(), Unexpected> {
        let made = booked.iter().map(|one| (one.event.id, Ok(one.booked.booking_id)));
        let others = left_out.iter().map(|date| (date.event.id, Err(date.reason)));
        let outcomes: Vec<Outcome> = made.chain(others).collect();
        let id = insert_series_booking(self.tx, self.command.series.id, &outcomes, self.now).await?;
        let entry = Entry {
            actor: Actor::person_or_visitor(self.command.booker_person_id),
            action: "series.booked",
            subject_kind: "series_booking",
            subject_id: id,
            reason: None,
            values: None,
        };
        Ok(audit::record(self.tx, entry, self.now).await?)
    }
}
