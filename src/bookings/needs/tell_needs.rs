//! Keeps what an attendee needs, or forgets it when they take it back: until the date begins (QST-6). What is new or different
//! raises a task for the organiser, with an owner and a day (QST-5).

use entity::needs_task;

use super::care::{asks_dietary, find_care, owner_of};
use super::deadlines::{due_on, is_late};
use super::emails::queue_task_raised;
use super::need::Needs;
use super::queries::{latest_task, sealed_of_place};
use super::sealed_needs::{SealedFor, needs_key, open, seal};
use super::store::{self, NewTask, SealedNeeds};
use super::task::{TaskState, cause_of};
use crate::app::App;
use crate::bookings::modes::seen_from;
use crate::bookings::queries::find_place;
use crate::db::Tx;
use crate::events::{EventDetails, EventId, load_event};
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::unexpected_from;

/// The command. Telling nothing takes back what was told.
#[derive(Clone, Debug)]
pub struct TellNeeds {
    /// The attendee's place.
    pub place_id: i64,
    /// The generation of the link they came by: it dies when the place goes to somebody else.
    pub generation: i32,
    /// What they need. They have agreed to its use: the form is not taken without.
    pub needs: Needs,
    /// Keep it on this person's own profile too (QST-7).
    pub keep_for: Option<i64>,
}

/// What became of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NeedsTold {
    /// The same as before.
    Unchanged,
    /// Kept, and the organiser is told.
    Received,
    /// Forgotten.
    TakenBack,
}

/// Why it was not kept.
#[derive(Debug, thiserror::Error)]
pub enum TellNeedsError {
    /// QST-6: until the start.
    #[error("The date has begun, so we cannot arrange it from here any more. Speak to whoever leads it, or call us.")]
    Started,
    /// Cancelled, or given to somebody else.
    #[error("This place is not booked any more, so there is nothing to arrange.")]
    NotBooked,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(TellNeedsError);

/// Keeps or forgets, and raises the task.
pub async fn tell_needs(app: &App, command: &TellNeeds) -> Result<NeedsTold, TellNeedsError> {
    let now = app.now();
    app.db.write_tx(async |tx| tell_in(app, tx, command, now).await).await
}

async fn tell_in(app: &App, tx: &Tx, command: &TellNeeds, now: Instant) -> Result<NeedsTold, TellNeedsError> {
    if !store::lock_place(tx, command.place_id, command.generation).await? {
        return Err(TellNeedsError::NotBooked);
    }
    let place = find_place(tx, command.place_id).await?.context("a locked place is gone")?;
    let event = load_event(tx, EventId(place.event_id)).await?;
    if event.is_cancelled() {
        return Err(TellNeedsError::NotBooked);
    }
    if event.when.has_started(now) {
        return Err(TellNeedsError::Started);
    }
    if let Some(person_id) = command.keep_for {
        super::saved::put_saved(app, tx, person_id, &command.needs, now).await?;
    }
    let care = find_care(tx, event.id.0).await?;
    let needs = command.needs.clone().asked(asks_dietary(&seen_from(&place, &event), care));
    let key = needs_key(app.settings.sealing());
    let before = sealed_of_place(tx, place.id).await?;
    let was = before.as_ref().and_then(|row| open(&key, SealedFor::Place(place.id), &row.sealed));
    let is_same = before.is_some() && was.as_ref() == Some(&needs) || before.is_none() && needs.is_empty();
    if is_same {
        return Ok(NeedsTold::Unchanged);
    }
    if needs.is_empty() {
        store::delete_told(tx, place.id).await?;
    } else {
        let sealed = seal(&key, app.tokens.as_ref(), SealedFor::Place(place.id), &needs)?;
        let row = SealedNeeds { place_id: place.id, event_id: event.id.0, sealed, key_id: key.id().to_owned() };
        store::put_needs(tx, row, now).await?;
    }
    let told = if needs.is_empty() { NeedsTold::TakenBack } else { NeedsTold::Received };
    raise_task(app, tx, (&event, place.id), (before.is_some(), !needs.is_empty()), now).await?;
    Ok(told)
}

async fn raise_task(
    app: &App,
    tx: &Tx,
    (event, place_id): (&EventDetails, i64),
    (had_needs, has_needs): (bool, bool),
    now: Instant,
) -> Result<(), Unexpected> {
    let latest = latest_task(tx, place_id).await?;
    let state = |task: &needs_task::Model| TaskState::parse(&task.state);
    let cause = cause_of(had_needs, has_needs, latest.as_ref().and_then(state));
    store::mark_replaced(tx, place_id).await?;
    let Some(cause) = cause else { return Ok(()) };
    let first_day = event.when.known_day();
    let days = app.holidays.read(tx, now).await?;
    let task = NewTask {
        place_id,
        event_id: event.id.0,
        cause,
        is_late: is_late(&days, first_day, now),
        owner_id: owner_of(tx, event.id.0, now).await?.map(|person| person.id),
        due_on: due_on(&days, london_date(now), first_day),
    };
    let id = store::insert_task(tx, &task, now).await?;
    queue_task_raised(app, tx, event, (id, &task), now).await
}
