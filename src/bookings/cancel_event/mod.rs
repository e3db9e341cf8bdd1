//! The organiser calls an event off (REF-12): sales close first, then every booking is cancelled and refunded in full, one
//! transaction a booking, by a job that can be run again until nothing is left.

pub mod queries;
mod store;

use std::collections::BTreeMap;
use std::future::ready;

use chrono::Duration;
use entity::{booking, place};
use futures_util::stream::{self, StreamExt, TryStreamExt};
use sea_orm::ConnectionTrait;

use crate::app::App;
use crate::audit::Actor;
use crate::bookings::cancel_places::{CancelPlaces, CancelPlacesError, cancel_known, preview_organisers_cancellation};
use crate::bookings::cancellation::{CancellationPreview, CancelledBy};
use crate::bookings::jobs::cancel_event_bookings_job;
use crate::bookings::queries::{live_bookings_of_event, live_bookings_with_places};
use crate::bookings::sale::store::lock_seats;
use crate::bookings::waiting_list::end_list;
use crate::events::{self, EventDetails, EventId, load_event};
use crate::jobs;
use crate::kernel::unexpected::unexpected_from;
use crate::kernel::{Pence, Unexpected};
use crate::payments::{self, ChargeMoney};

/// What calling the event off would do.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct EventCancellationPreview {
    /// Bookings with live places.
    pub bookings: usize,
    /// Live places.
    pub places: usize,
    /// What goes back in all.
    pub refunds: Pence,
}

/// Why an event was not called off.
#[derive(Debug, thiserror::Error)]
pub enum CancelEventError {
    /// Not published, or cancelled before.
    #[error("This date is not published, or has been cancelled already.")]
    NotPublished,
    /// More or fewer bookings than the preview showed.
    #[error(
        "Bookings have changed since the preview: {bookings} bookings and {refunds} of refunds now. Look again and confirm."
    )]
    PreviewChanged {
        /// Live bookings now.
        bookings: usize,
        /// Refunds now.
        refunds: Pence,
    },
    /// We or a supplier failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(CancelEventError);

/// Counts what would be cancelled and refunded, in three statements however many have booked.
pub async fn preview_event_cancellation(app: &App, event_id: i64) -> Result<EventCancellationPreview, Unexpected> {
    preview_in(app.db.reader(), event_id).await
}

async fn preview_in(db: &impl ConnectionTrait, event_id: i64) -> Result<EventCancellationPreview, Unexpected> {
    let mut preview = EventCancellationPreview::default();
    for (_, one) in previews(db, event_id).await? {
        preview.bookings += 1;
        preview.places += one.places.len();
        preview.refunds += one.total;
    }
    Ok(preview)
}

/// Every live booking of an event with what calling the event off would give it back.
async fn previews(
    db: &impl ConnectionTrait,
    event_id: i64,
) -> Result<Vec<(booking::Model, CancellationPreview)>, Unexpected> {
    let live = live_bookings_with_places(db, event_id).await?;
    let charges: Vec<i64> = live.iter().filter_map(|(booking, _)| booking.charge_id).collect();
    let money: BTreeMap<i64, ChargeMoney> = payments::queries::money_of_charges(db, &charges).await?;
    let preview = |(booking, places): (booking::Model, Vec<place::Model>)| {
        let paid = booking.charge_id.and_then(|id| money.get(&id)).copied().unwrap_or_default();
        let one = preview_organisers_cancellation(&booking, &places, paid);
        (booking, one)
    };
    Ok(live.into_iter().map(preview).collect())
}

/// The bookings that would get the most back if the event were called off, part-paid ones too, the greatest first.
pub async fn biggest_refunds(
    db: &impl ConnectionTrait,
    event_id: i64,
    most: usize,
) -> Result<Vec<(booking::Model, CancellationPreview)>, Unexpected> {
    let mut all = previews(db, event_id).await?;
    all.retain(|(_, preview)| preview.total > Pence::ZERO);
    all.sort_by_key(|(booking, preview)| (std::cmp::Reverse(preview.total), booking.id));
    all.truncate(most);
    Ok(all)
}

/// Calls the event off. `expected` is what the officer was shown; when bookings have come in since, nothing happens.
pub async fn cancel_event(
    app: &App,
    event_id: i64,
    reason: &str,
    actor: Actor,
    expected: EventCancellationPreview,
) -> Result<(), CancelEventError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            // Behind the seats: a booking being written now is counted, and one that comes later finds the event cancelled.
            lock_seats(tx, event_id).await?;
            let current = preview_in(tx, event_id).await?;
            if current != expected {
                return Err(CancelEventError::PreviewChanged { bookings: current.bookings, refunds: current.refunds });
            }
            if !events::mark_cancelled(tx, EventId(event_id), reason, actor, now).await? {
                return Err(CancelEventError::NotPublished);
            }
            jobs::enqueue(tx, cancel_event_bookings_job(event_id, actor.person_id())?, now).await?;
            Ok(())
        })
        .await
}

/// Longer than this one run of the job does not take: a claim of the queue lasts a minute.
const ONE_RUN: Duration = Duration::seconds(20);

/// How far a run has come.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bookings cancelled in this run.
    pub done: usize,
    /// Bookings that could not be cancelled, listed with why.
    pub failed: usize,
    /// The time was over before the bookings were.
    pub goes_on: bool,
}

/// What became of one booking.
enum Done {
    Cancelled,
    Before,
    Failed,
}

/// Cancels the bookings of a cancelled event that are still live, for twenty seconds at most. Safe to run again after a crash: what
/// is done stays done. One that fails is listed with why and keeps none of the others waiting (REF-12). The refunds are asked
/// for by the officer who called it off, `by`, and so approved by somebody else when they are large (D11).
pub async fn cancel_next_bookings(app: &App, event_id: i64, by: Option<i64>) -> Result<Progress, Unexpected> {
    let event = load_event(app.db.reader(), EventId(event_id)).await?;
    let began = app.now();
    app.db.write_tx(async |tx| end_list(app, tx, event_id, began).await).await?;
    let bookings = live_bookings_of_event(app.db.reader(), event_id).await?;
    let waiting = bookings.len();
    let in_time = stream::iter(bookings).take_while(|_| ready(app.now() - began <= ONE_RUN));
    let all: Vec<Done> = in_time
        .map(|booking| cancel_one(app, &event, booking, by))
        .buffer_unordered(app.db.writers())
        .try_collect()
        .await?;
    let count = |wanted: fn(&Done) -> bool| all.iter().filter(|done| wanted(done)).count();
    Ok(Progress {
        done: count(|done| matches!(done, Done::Cancelled)),
        failed: count(|done| matches!(done, Done::Failed)),
        goes_on: all.len() < waiting,
    })
}

async fn cancel_one(
    app: &App,
    event: &EventDetails,
    booking: booking::Model,
    by: Option<i64>,
) -> Result<Done, Unexpected> {
    let command = CancelPlaces {
        booking_id: booking.id,
        place_ids: Vec::new(),
        by: CancelledBy::Organiser,
        actor: by.map_or(Actor::System, Actor::Person),
        expected: None,
        reason: event.cancel_reason.clone().unwrap_or_else(|| "the event was cancelled".to_owned()),
    };
    let now = app.now();
    let known = (booking.charge_id, Some(event));
    let why = match app.db.write_tx(async |tx| cancel_known(app, tx, &command, known, now).await).await {
        Ok(_) => return Ok(Done::Cancelled),
        Err(CancelPlacesError::AlreadyCancelled) => return Ok(Done::Before),
        Err(other) => other.to_string(),
    };
    tracing::error!(booking = booking.id, why, "a booking of a cancelled event could not be cancelled");
    app.db.write_tx(async |tx| store::note_failure(tx, (event.id.0, booking.id), &why, now).await).await?;
    Ok(Done::Failed)
}
