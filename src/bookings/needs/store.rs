//! Statements that write needs, their tasks, their counts and what the desk sets about them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{event_care, needs_count, needs_task, place, place_needs, saved_needs};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::sealed_needs::SealedFor;
use super::task::{TaskCause, TaskState};
use crate::kernel::Instant;

/// States of a place that is booked.
const LIVE: [&str; 2] = ["held", "confirmed"];
const OPEN: [&str; 2] = [TaskState::Received.word(), TaskState::WillCall.word()];

/// What a place's needs are now, sealed.
pub(super) struct SealedNeeds {
    pub(super) place_id: i64,
    pub(super) event_id: i64,
    pub(super) sealed: Vec<u8>,
    pub(super) key_id: String,
}

/// Makes others who change the place wait until ours ends. False: it is not booked any more, or belongs to somebody else.
pub(super) async fn lock_place(tx: &impl ConnectionTrait, id: i64, generation: i32) -> Result<bool, DbErr> {
    let done = place::Entity::update_many()
        .col_expr(place::Column::LinkGeneration, Expr::value(generation))
        .filter(place::Column::Id.eq(id))
        .filter(place::Column::LinkGeneration.eq(generation))
        .filter(place::Column::State.is_in(LIVE))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Keeps what was told, over what was told before.
pub(super) async fn put_needs(tx: &impl ConnectionTrait, needs: SealedNeeds, now: Instant) -> Result<(), DbErr> {
    let row = place_needs::ActiveModel {
        place_id: Set(needs.place_id),
        event_id: Set(needs.event_id),
        sealed: Set(needs.sealed),
        key_id: Set(needs.key_id),
        consented_at: Set(now),
        told_at: Set(now),
        ..Default::default()
    };
    let newest = OnConflict::column(place_needs::Column::PlaceId)
        .update_columns([
            place_needs::Column::Sealed,
            place_needs::Column::KeyId,
            place_needs::Column::ConsentedAt,
            place_needs::Column::ToldAt,
        ])
        .to_owned();
    place_needs::Entity::insert(row).on_conflict(newest).exec_without_returning(tx).await?;
    Ok(())
}

/// Puts needs sealed anew in the place of the same ones. False when something else stands there now.
pub(super) async fn replace_seal(
    tx: &impl ConnectionTrait,
    (whose, old): (SealedFor, &[u8]),
    (key_id, sealed): (&str, Vec<u8>),
) -> Result<bool, DbErr> {
    let done = match whose {
        SealedFor::Place(id) => {
            use place_needs::{Column, Entity};
            let update = Entity::update_many().col_expr(Column::KeyId, Expr::value(key_id));
            let update = update.col_expr(Column::Sealed, Expr::value(sealed));
            update.filter(Column::PlaceId.eq(id)).filter(Column::Sealed.eq(old)).exec(tx).await?
        }
        SealedFor::Person(id) => {
            use saved_needs::{Column, Entity};
            let update = Entity::update_many().col_expr(Column::KeyId, Expr::value(key_id));
            let update = update.col_expr(Column::Sealed, Expr::value(sealed));
            update.filter(Column::PersonId.eq(id)).filter(Column::Sealed.eq(old)).exec(tx).await?
        }
    };
    Ok(done.rows_affected == 1)
}

/// Forgets what one place told; its tasks stay.
pub(super) async fn delete_told(tx: &impl ConnectionTrait, place_id: i64) -> Result<(), DbErr> {
    place_needs::Entity::delete_many().filter(place_needs::Column::PlaceId.eq(place_id)).exec(tx).await?;
    Ok(())
}

/// Forgets what these places told, and the tasks that say that they did.
pub async fn delete_needs(tx: &impl ConnectionTrait, places: &[i64]) -> Result<(), DbErr> {
    let ids = || places.iter().copied();
    place_needs::Entity::delete_many().filter(place_needs::Column::PlaceId.is_in(ids())).exec(tx).await?;
    needs_task::Entity::delete_many().filter(needs_task::Column::PlaceId.is_in(ids())).exec(tx).await?;
    Ok(())
}

/// Forgets the same of every place of a date.
pub(super) async fn delete_needs_of_event(tx: &impl ConnectionTrait, event_id: i64) -> Result<(), DbErr> {
    place_needs::Entity::delete_many().filter(place_needs::Column::EventId.eq(event_id)).exec(tx).await?;
    needs_task::Entity::delete_many().filter(needs_task::Column::EventId.eq(event_id)).exec(tx).await?;
    Ok(())
}

/// Forgets the same of places that are not booked any more. Gives how many had told something.
pub(super) async fn delete_needs_of_freed_places(tx: &impl ConnectionTrait) -> Result<u64, DbErr> {
    let freed = || {
        Query::select()
            .column(place::Column::Id)
            .from(place::Entity)
            .and_where(place::Column::State.is_not_in(LIVE))
            .to_owned()
    };
    needs_task::Entity::delete_many().filter(needs_task::Column::PlaceId.in_subquery(freed())).exec(tx).await?;
    let told = place_needs::Column::PlaceId.in_subquery(freed());
    Ok(place_needs::Entity::delete_many().filter(told).exec(tx).await?.rows_affected)
}

/// A task to be raised.
pub(super) struct NewTask {
    pub(super) place_id: i64,
    pub(super) event_id: i64,
    pub(super) cause: TaskCause,
    pub(super) is_late: bool,
    pub(super) owner_id: Option<i64>,
    pub(super) due_on: NaiveDate,
}

/// Takes the place's open task out of the way: what it asked for is no longer what is needed.
pub(super) async fn mark_replaced(tx: &impl ConnectionTrait, place_id: i64) -> Result<(), DbErr> {
    needs_task::Entity::update_many()
        .col_expr(needs_task::Column::State, Expr::value(TaskState::Replaced.word()))
        .filter(needs_task::Column::PlaceId.eq(place_id))
        .filter(needs_task::Column::State.is_in(OPEN))
        .exec(tx)
        .await?;
    Ok(())
}

/// Raises a task and gives its id.
pub(super) async fn insert_task(tx: &impl ConnectionTrait, task: &NewTask, now: Instant) -> Result<i64, DbErr> {
    let row = needs_task::ActiveModel {
        place_id: Set(task.place_id),
        event_id: Set(task.event_id),
        cause: Set(task.cause.word().to_owned()),
        is_late: Set(task.is_late),
        owner_id: Set(task.owner_id),
        due_on: Set(task.due_on),
        state: Set(TaskState::Received.word().to_owned()),
        raised_at: Set(now),
        ..Default::default()
    };
    Ok(needs_task::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// Answers an open task of this date. False: it is not open any more.
pub(super) async fn mark_answered(
    tx: &impl ConnectionTrait,
    (event_id, task_id): (i64, i64),
    state: TaskState,
    (officer_id, now): (i64, Instant),
) -> Result<bool, DbErr> {
    let done = needs_task::Entity::update_many()
        .col_expr(needs_task::Column::State, Expr::value(state.word()))
        .col_expr(needs_task::Column::AnsweredAt, Expr::value(now))
        .col_expr(needs_task::Column::AnsweredById, Expr::value(officer_id))
        .filter(needs_task::Column::Id.eq(task_id))
        .filter(needs_task::Column::EventId.eq(event_id))
        .filter(needs_task::Column::State.is_in(OPEN))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Makes somebody the owner of an open task of this date. False: it is not open any more.
pub(super) async fn mark_taken_on(
    tx: &impl ConnectionTrait,
    (event_id, task_id): (i64, i64),
    officer_id: i64,
) -> Result<bool, DbErr> {
    let done = needs_task::Entity::update_many()
        .col_expr(needs_task::Column::OwnerId, Expr::value(officer_id))
        .filter(needs_task::Column::Id.eq(task_id))
        .filter(needs_task::Column::EventId.eq(event_id))
        .filter(needs_task::Column::State.is_in(OPEN))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Keeps how many needed what, once; and when their needs were forgotten.
pub(super) async fn keep_counts(
    tx: &impl ConnectionTrait,
    event_id: i64,
    counts: &BTreeMap<String, i32>,
    now: Instant,
) -> Result<(), DbErr> {
    let rows: Vec<needs_count::ActiveModel> = counts
        .iter()
        .map(|(need, people)| needs_count::ActiveModel {
            event_id: Set(event_id),
            need: Set(need.clone()),
            people: Set(*people),
            ..Default::default()
        })
        .collect();
    if !rows.is_empty() {
        let known =
            OnConflict::columns([needs_count::Column::EventId, needs_count::Column::Need]).do_nothing().to_owned();
        needs_count::Entity::insert_many(rows).on_conflict(known).exec_without_returning(tx).await?;
    }
    event_care::Entity::update_many()
        .col_expr(event_care::Column::NeedsForgottenAt, Expr::value(now))
        .filter(event_care::Column::EventId.eq(event_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Sets who arranges a date and whether food is served.
pub(super) async fn put_care(
    tx: &impl ConnectionTrait,
    event_id: i64,
    (serves_food, owner_id): (bool, Option<i64>),
) -> Result<(), DbErr> {
    let row = event_care::ActiveModel {
        event_id: Set(event_id),
        serves_food: Set(serves_food),
        owner_id: Set(owner_id),
        ..Default::default()
    };
    let newest = OnConflict::column(event_care::Column::EventId)
        .update_columns([event_care::Column::ServesFood, event_care::Column::OwnerId])
        .to_owned();
    event_care::Entity::insert(row).on_conflict(newest).exec_without_returning(tx).await?;
    Ok(())
}

/// Keeps needs on a person's profile, over those kept before.
pub(super) async fn put_saved(
    tx: &impl ConnectionTrait,
    person_id: i64,
    (sealed, key_id): (Vec<u8>, String),
    now: Instant,
) -> Result<(), DbErr> {
    let row = saved_needs::ActiveModel {
        person_id: Set(person_id),
        sealed: Set(sealed),
        key_id: Set(key_id),
        saved_at: Set(now),
        ..Default::default()
    };
    let newest = OnConflict::column(saved_needs::Column::PersonId)
        .update_columns([saved_needs::Column::Sealed, saved_needs::Column::KeyId, saved_needs::Column::SavedAt])
        .to_owned();
    saved_needs::Entity::insert(row).on_conflict(newest).exec_without_returning(tx).await?;
    Ok(())
}

/// Forgets what these people kept on their profiles.
pub(super) async fn delete_saved(tx: &impl ConnectionTrait, person_ids: &[i64]) -> Result<(), DbErr> {
    let theirs = saved_needs::Column::PersonId.is_in(person_ids.iter().copied());
    saved_needs::Entity::delete_many().filter(theirs).exec(tx).await?;
    Ok(())
}
