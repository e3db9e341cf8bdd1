//! Statements that write questions and answers.

use entity::{answer_file, booking, place, question, question_answer, question_version};
use sea_orm::ActiveValue::Set;
use sea_orm::sea_query::{Expr, OnConflict, Query};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, DeleteMany, EntityTrait, QueryFilter};

use super::answer::Answer;
use super::answer_file::FileKind;
use super::home::Home;
use super::queries::Respondent;
use super::question::Wording;
use crate::bookings::booking_state::BookingState;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};

/// Inserts a question without words, and gives its id.
pub async fn insert_question(tx: &impl ConnectionTrait, home: Home, position: i32, now: Instant) -> Result<i64, DbErr> {
    let (event_id, course_id) = match home {
        Home::Event(id) => (Some(id.0), None),
        Home::Course(id) => (None, Some(id.0)),
    };
    let row = question::ActiveModel {
        event_id: Set(event_id),
        course_id: Set(course_id),
        position: Set(position),
        created_at: Set(now),
        ..Default::default()
    };
    Ok(question::Entity::insert(row).exec(tx).await?.last_insert_id)
}

/// Inserts a version of a question. False: there is one of that number already.
pub async fn insert_version(
    tx: &impl ConnectionTrait,
    (question_id, version): (i64, i32),
    wording: &Wording,
    (by, now): (Option<i64>, Instant),
) -> Result<bool, Unexpected> {
    let row = question_version::ActiveModel {
        question_id: Set(question_id),
        version: Set(version),
        words: Set(wording.words.clone()),
        hint: Set(wording.hint.clone()),
        kind: Set(wording.kind.word().to_owned()),
        scope: Set(wording.scope.word().to_owned()),
        choices: Set(serde_json::to_value(&wording.choices)?),
        is_required: Set(wording.is_required),
        shown_where: Set(wording.shown_where.word().to_owned()),
        shown_to: Set(wording.shown_to.word().to_owned()),
        after_question_id: Set(wording.after.as_ref().map(|after| after.question_id)),
        after_answer: Set(wording.after.as_ref().map(|after| after.answer.clone()).unwrap_or_default()),
        created_by_id: Set(by),
        created_at: Set(now),
        ..Default::default()
    };
    let known = OnConflict::columns([question_version::Column::QuestionId, question_version::Column::Version])
        .do_nothing()
        .to_owned();
    let rows = question_version::Entity::insert_many([row]).on_conflict(known).exec_without_returning(tx).await?;
    Ok(rows == 1)
}

/// Asks it no more; what was answered stays. False: it was withdrawn before.
pub async fn mark_withdrawn(tx: &impl ConnectionTrait, id: i64, now: Instant) -> Result<bool, DbErr> {
    let done = question::Entity::update_many()
        .col_expr(question::Column::WithdrawnAt, Expr::value(now))
        .filter(question::Column::Id.eq(id))
        .filter(question::Column::WithdrawnAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Puts questions in this order.
pub async fn update_positions(tx: &impl ConnectionTrait, order: &[i64]) -> Result<(), DbErr> {
    for (position, id) in (1..).zip(order) {
        question::Entity::update_many()
            .col_expr(question::Column::Position, Expr::value::<i32>(position))
            .filter(question::Column::Id.eq(*id))
            .exec(tx)
            .await?;
    }
    Ok(())
}

/// Makes others who change the booking or the place wait until ours ends. False: it takes no place any more, or its link was
/// revoked, so somebody else has it now.
pub async fn lock_respondent(tx: &impl ConnectionTrait, who: Respondent, generation: i32) -> Result<bool, DbErr> {
    let live = [BookingState::Held.word(), BookingState::Confirmed.word()];
    let done = match who {
        Respondent::Booking(id) => {
            booking::Entity::update_many()
                .col_expr(booking::Column::LinkGeneration, Expr::value(generation))
                .filter(booking::Column::Id.eq(id))
                .filter(booking::Column::LinkGeneration.eq(generation))
                .filter(booking::Column::State.is_in(live))
                .exec(tx)
                .await?
        }
        Respondent::Place(id) => {
            place::Entity::update_many()
                .col_expr(place::Column::LinkGeneration, Expr::value(generation))
                .filter(place::Column::Id.eq(id))
                .filter(place::Column::LinkGeneration.eq(generation))
                .filter(place::Column::State.is_in(live))
                .exec(tx)
                .await?
        }
    };
    Ok(done.rows_affected == 1)
}

/// Writes, or writes over, one answer.
pub async fn put_answer(
    tx: &impl ConnectionTrait,
    who: Respondent,
    (question_id, version_id): (i64, i64),
    answer: &Answer,
    now: Instant,
) -> Result<(), Unexpected> {
    delete_answer(tx, who, question_id).await?;
    let (booking_id, place_id) = match who {
        Respondent::Booking(id) => (Some(id), None),
        Respondent::Place(id) => (None, Some(id)),
    };
    let row = question_answer::ActiveModel {
        question_id: Set(question_id),
        question_version_id: Set(version_id),
        booking_id: Set(booking_id),
        place_id: Set(place_id),
        answer: Set(serde_json::to_value(answer)?),
        answered_at: Set(now),
        ..Default::default()
    };
    question_answer::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// A file to be kept beside an answer.
pub(super) struct NewFile {
    pub(super) file_name: String,
    pub(super) kind: FileKind,
    pub(super) content: Vec<u8>,
}

/// Keeps a file beside the answer just written. It goes with the answer, whoever deletes that (ON DELETE CASCADE).
pub(super) async fn put_file(
    tx: &impl ConnectionTrait,
    (who, question_id): (Respondent, i64),
    file: NewFile,
) -> Result<(), Unexpected> {
    let answer = question_answer::Entity::find()
        .filter(theirs(who))
        .filter(question_answer::Column::QuestionId.eq(question_id))
        .one(tx)
        .await?;
    let row = answer_file::ActiveModel {
        question_answer_id: Set(answer.context("the answer of a file is missing")?.id),
        file_name: Set(file.file_name),
        kind: Set(file.kind.word().to_owned()),
        content: Set(file.content),
        ..Default::default()
    };
    answer_file::Entity::insert(row).exec_without_returning(tx).await?;
    Ok(())
}

/// Forgets one answer.
pub async fn delete_answer(tx: &impl ConnectionTrait, who: Respondent, question_id: i64) -> Result<(), DbErr> {
    question_answer::Entity::delete_many()
        .filter(theirs(who))
        .filter(question_answer::Column::QuestionId.eq(question_id))
        .exec(tx)
        .await?;
    Ok(())
}

/// Forgets the file given as the answer to a question. Says whether there was one.
pub(super) async fn delete_file(tx: &impl ConnectionTrait, who: Respondent, question_id: i64) -> Result<bool, DbErr> {
    let done =
        with_file().filter(theirs(who)).filter(question_answer::Column::QuestionId.eq(question_id)).exec(tx).await?;
    Ok(done.rows_affected > 0)
}

/// Forgets the files of places and bookings that take no place any more (DP-12).
pub(super) async fn delete_files_of_freed(tx: &impl ConnectionTrait) -> Result<(), DbErr> {
    let live = || [BookingState::Held.word(), BookingState::Confirmed.word()];
    let places = Query::select()
        .column(place::Column::Id)
        .from(place::Entity)
        .and_where(place::Column::State.is_not_in(live()))
        .to_owned();
    let bookings = Query::select()
        .column(booking::Column::Id)
        .from(booking::Entity)
        .and_where(booking::Column::State.is_not_in(live()))
        .to_owned();
    with_file().filter(question_answer::Column::PlaceId.in_subquery(places)).exec(tx).await?;
    with_file().filter(question_answer::Column::BookingId.in_subquery(bookings)).exec(tx).await?;
    Ok(())
}

/// Forgets every file given for a date (DP-12).
pub(super) async fn delete_files_of_event(tx: &impl ConnectionTrait, event_id: i64) -> Result<(), DbErr> {
    let asked = Query::select()
        .column(question::Column::Id)
        .from(question::Entity)
        .and_where(question::Column::EventId.eq(event_id))
        .to_owned();
    with_file().filter(question_answer::Column::QuestionId.in_subquery(asked)).exec(tx).await?;
    Ok(())
}

/// Deletes answers beside which a file lies; it goes with them.
fn with_file() -> DeleteMany<question_answer::Entity> {
    let given = Query::select().column(answer_file::Column::QuestionAnswerId).from(answer_file::Entity).to_owned();
    question_answer::Entity::delete_many().filter(question_answer::Column::Id.in_subquery(given))
}

/// Makes others who change the booking or the place wait until ours ends, whatever its state. False: its link was revoked.
pub(super) async fn lock_link(tx: &impl ConnectionTrait, who: Respondent, generation: i32) -> Result<bool, DbErr> {
    let done = match who {
        Respondent::Booking(id) => {
            booking::Entity::update_many()
                .col_expr(booking::Column::LinkGeneration, Expr::value(generation))
                .filter(booking::Column::Id.eq(id))
                .filter(booking::Column::LinkGeneration.eq(generation))
                .exec(tx)
                .await?
        }
        Respondent::Place(id) => {
            place::Entity::update_many()
                .col_expr(place::Column::LinkGeneration, Expr::value(generation))
                .filter(place::Column::Id.eq(id))
                .filter(place::Column::LinkGeneration.eq(generation))
                .exec(tx)
                .await?
        }
    };
    Ok(done.rows_affected == 1)
}

fn theirs(who: Respondent) -> Condition {
    Condition::all().add(match who {
        Respondent::Booking(id) => question_answer::Column::BookingId.eq(id),
        Respondent::Place(id) => question_answer::Column::PlaceId.eq(id),
    })
}

/// Forgets everything answered for these bookings and places.
pub async fn delete_answers(tx: &impl ConnectionTrait, bookings: &[i64], places: &[i64]) -> Result<(), DbErr> {
    question_answer::Entity::delete_many()
        .filter(
            Condition::any()
                .add(question_answer::Column::BookingId.is_in(bookings.iter().copied()))
                .add(question_answer::Column::PlaceId.is_in(places.iter().copied())),
        )
        .exec(tx)
        .await?;
    Ok(())
}
