//! Reads of needs and their tasks. What is read out of a seal goes to the attendee, to those who arrange, or into a count.

use std::collections::BTreeMap;

use entity::{event_care, needs_count, needs_task, place, place_needs, saved_needs};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use super::counts::{self, ANYTHING};
use super::need::Needs;
use super::sealed_needs::{SealedFor, needs_key, open};
use super::task::{TaskCause, TaskState};
use crate::app::App;
use crate::events::EventId;
use crate::kernel::{Instant, SealingKey, Unexpected};

/// States of a place that is booked.
const LIVE: [&str; 2] = ["held", "confirmed"];

/// What the desk has set about caring for a date's attendees; none when nothing was set.
pub async fn care_row(db: &impl ConnectionTrait, event_id: i64) -> Result<Option<event_care::Model>, Unexpected> {
    Ok(event_care::Entity::find().filter(event_care::Column::EventId.eq(event_id)).one(db).await?)
}

/// What is kept of a place's needs, sealed.
pub async fn sealed_of_place(
    db: &impl ConnectionTrait,
    place_id: i64,
) -> Result<Option<place_needs::Model>, Unexpected> {
    Ok(place_needs::Entity::find().filter(place_needs::Column::PlaceId.eq(place_id)).one(db).await?)
}

/// Everything that the key of this name sealed, and for whom.
pub(super) async fn sealed_with(
    db: &impl ConnectionTrait,
    key_id: &str,
) -> Result<Vec<(SealedFor, Vec<u8>)>, Unexpected> {
    let told = place_needs::Entity::find().filter(place_needs::Column::KeyId.eq(key_id)).all(db).await?;
    let kept = saved_needs::Entity::find().filter(saved_needs::Column::KeyId.eq(key_id)).all(db).await?;
    let told = told.into_iter().map(|row| (SealedFor::Place(row.place_id), row.sealed));
    Ok(told.chain(kept.into_iter().map(|row| (SealedFor::Person(row.person_id), row.sealed))).collect())
}

/// The task of a place that was raised last.
pub async fn latest_task(db: &impl ConnectionTrait, place_id: i64) -> Result<Option<needs_task::Model>, Unexpected> {
    Ok(needs_task::Entity::find()
        .filter(needs_task::Column::PlaceId.eq(place_id))
        .order_by_desc(needs_task::Column::Id)
        .one(db)
        .await?)
}

/// The number of the same task.
pub async fn latest_task_of(app: &App, place_id: i64) -> Result<Option<i64>, Unexpected> {
    Ok(latest_task(app.db.reader(), place_id).await?.map(|task| task.id))
}

/// Where somebody's needs stand, for their own page: "Received", "Arranged", "We will call you"; "" when none were told.
pub async fn standing_words(app: &App, place_id: i64) -> Result<String, Unexpected> {
    let db = app.db.reader();
    if sealed_of_place(db, place_id).await?.is_none() {
        return Ok(String::new());
    }
    let task = latest_task(db, place_id).await?;
    let told = task.and_then(|task| Some(TaskState::parse(&task.state)?.told(task.due_on).0));
    Ok(told.unwrap_or("Received").to_owned())
}

/// One attendee's needs with the task they raised.
pub struct Told {
    /// Their place.
    pub place: place::Model,
    /// What they need; none when it was sealed with another key, or taken back.
    pub needs: Option<Needs>,
    /// They took everything back, and something was arranged before.
    pub is_taken_back: bool,
    /// When they told it last.
    pub told_at: Option<Instant>,
    /// The task raised last.
    pub task: Option<needs_task::Model>,
    /// Where it stands.
    pub state: TaskState,
}

impl Told {
    /// What of it matters to whoever leads the date: needs in the room without diet; none when there is nothing of the kind.
    pub fn for_delivery(self) -> Option<Self> {
        if self.is_taken_back {
            return None;
        }
        let needs = self.needs.map(|needs| needs.asked(false));
        let is_nothing = needs.as_ref().is_some_and(Needs::is_empty);
        (!is_nothing).then_some(Self { needs, ..self })
    }
}

/// Everybody at a date who needs something, or needs it no more: what waits first, then by what is due, then by name.
pub async fn list_told(db: &impl ConnectionTrait, key: &SealingKey, event_id: i64) -> Result<Vec<Told>, Unexpected> {
    let sealed = place_needs::Entity::find().filter(place_needs::Column::EventId.eq(event_id)).all(db).await?;
    let tasks = needs_task::Entity::find()
        .filter(needs_task::Column::EventId.eq(event_id))
        .order_by_asc(needs_task::Column::Id)
        .all(db)
        .await?;
    let mut latest: BTreeMap<i64, needs_task::Model> = tasks.into_iter().map(|task| (task.place_id, task)).collect();
    let mut sealed: BTreeMap<i64, place_needs::Model> = sealed.into_iter().map(|row| (row.place_id, row)).collect();
    let ids: Vec<i64> = sealed.keys().chain(latest.keys()).copied().collect();
    let places = place::Entity::find()
        .filter(place::Column::Id.is_in(ids))
        .filter(place::Column::State.is_in(LIVE))
        .order_by_asc(place::Column::FoldedName)
        .all(db)
        .await?;
    let mut told: Vec<Told> = Vec::new();
    for place in places {
        let (row, task) = (sealed.remove(&place.id), latest.remove(&place.id));
        let state = task.as_ref().and_then(|task| TaskState::parse(&task.state)).unwrap_or(TaskState::Received);
        let cause = task.as_ref().and_then(|task| TaskCause::parse(&task.cause));
        let is_taken_back = row.is_none() && cause == Some(TaskCause::TakenBack);
        if row.is_none() && !(is_taken_back && state.is_open()) {
            continue;
        }
        let needs = row.as_ref().and_then(|row| open(key, SealedFor::Place(place.id), &row.sealed));
        let told_at = row.map(|row| row.told_at);
        told.push(Told { place, needs, is_taken_back, told_at, task, state });
    }
    told.sort_by_key(|one| (!one.state.is_open(), one.task.as_ref().map(|task| task.due_on)));
    Ok(told)
}

/// How many tasks of a date wait for somebody.
pub async fn count_open_tasks(db: &impl ConnectionTrait, event_id: i64) -> Result<u64, Unexpected> {
    let open = TaskState::ALL.into_iter().filter(|state| state.is_open()).map(TaskState::word);
    Ok(needs_task::Entity::find()
        .filter(needs_task::Column::EventId.eq(event_id))
        .filter(needs_task::Column::State.is_in(open))
        .count(db)
        .await?)
}

/// How many need what at a date, by word: counted now, or as it was counted when they were forgotten.
pub async fn needs_counts(app: &App, event_id: EventId) -> Result<BTreeMap<String, i32>, Unexpected> {
    let db = app.db.reader();
    let live = live_counts(db, &needs_key(app.settings.sealing()), event_id.0).await?;
    if !live.is_empty() {
        return Ok(live);
    }
    let kept = needs_count::Entity::find().filter(needs_count::Column::EventId.eq(event_id.0)).all(db).await?;
    Ok(kept.into_iter().map(|row| (row.need, row.people)).collect())
}

/// The same from what is told now. What was sealed with another key counts as something.
pub async fn live_counts(
    db: &impl ConnectionTrait,
    key: &SealingKey,
    event_id: i64,
) -> Result<BTreeMap<String, i32>, Unexpected> {
    let rows = place_needs::Entity::find().filter(place_needs::Column::EventId.eq(event_id)).all(db).await?;
    let total = i32::try_from(rows.len()).unwrap_or(i32::MAX);
    let all: Vec<Needs> =
        rows.iter().filter_map(|row| open(key, SealedFor::Place(row.place_id), &row.sealed)).collect();
    let mut counted: BTreeMap<String, i32> =
        counts::count(&all).into_iter().map(|(word, people)| (word.to_owned(), people)).collect();
    if total > 0 {
        counted.insert(ANYTHING.to_owned(), total);
    }
    Ok(counted)
}

/// Dates that something is kept of.
pub async fn events_with_needs(db: &impl ConnectionTrait) -> Result<Vec<EventId>, Unexpected> {
    let told: Vec<i64> = place_needs::Entity::find()
        .select_only()
        .distinct()
        .column(place_needs::Column::EventId)
        .into_tuple()
        .all(db)
        .await?;
    let tasks: Vec<i64> = needs_task::Entity::find()
        .select_only()
        .distinct()
        .column(needs_task::Column::EventId)
        .into_tuple()
        .all(db)
        .await?;
    let mut ids: Vec<EventId> = told.into_iter().chain(tasks).map(EventId).collect();
    ids.sort_unstable();
    ids.dedup();
    Ok(ids)
}

/// Places of these people that something is kept of, sealed, with the date.
pub async fn sealed_of_places(
    db: &impl ConnectionTrait,
    person_ids: &[i64],
) -> Result<Vec<place_needs::Model>, Unexpected> {
    let theirs = place::Entity::find()
        .filter(Condition::all().add(place::Column::PersonId.is_in(person_ids.iter().copied())))
        .all(db)
        .await?;
    Ok(place_needs::Entity::find()
        .filter(place_needs::Column::PlaceId.is_in(theirs.iter().map(|row| row.id)))
        .order_by_asc(place_needs::Column::Id)
        .all(db)
        .await?)
}

/// What these people keep on their profiles, sealed.
pub async fn saved_of(db: &impl ConnectionTrait, person_ids: &[i64]) -> Result<Vec<saved_needs::Model>, Unexpected> {
    let theirs = saved_needs::Column::PersonId.is_in(person_ids.iter().copied());
    Ok(saved_needs::Entity::find().filter(theirs).all(db).await?)
}
