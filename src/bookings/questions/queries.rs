//! Reads of questions and ordinary answers. What attendees need is never here.

use std::collections::BTreeMap;

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use entity::{answer_file, booking, place, question, question_answer, question_version};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Value, json};

use super::answer::Answer;
use super::answer_file::FileKind;
use super::home::Home;
use super::question::{AfterAnswer, Question, QuestionKind, QuestionScope, ShownTo, ShownWhere, Wording};
use crate::events::EventId;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};

/// The questions asked now, in their order, each in its newest version.
pub async fn questions_of(db: &impl ConnectionTrait, home: Home) -> Result<Vec<Question>, Unexpected> {
    let belongs = match home {
        Home::Event(id) => question::Column::EventId.eq(id.0),
        Home::Course(id) => question::Column::CourseId.eq(id.0),
    };
    let rows = question::Entity::find()
        .filter(belongs)
        .filter(question::Column::WithdrawnAt.is_null())
        .order_by_asc(question::Column::Position)
        .order_by_asc(question::Column::Id)
        .all(db)
        .await?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let versions = question_version::Entity::find()
        .filter(question_version::Column::QuestionId.is_in(rows.iter().map(|row| row.id)))
        .order_by_asc(question_version::Column::Version)
        .all(db)
        .await?;
    let newest: BTreeMap<i64, question_version::Model> =
        versions.into_iter().map(|version| (version.question_id, version)).collect();
    rows.iter().map(|row| read_question(newest.get(&row.id).context("a question has no version")?)).collect()
}

/// A stored version as a question.
pub fn read_question(row: &question_version::Model) -> Result<Question, Unexpected> {
    let unknown = || format!("version {} of question {} has an unknown word", row.version, row.question_id);
    let after = row.after_question_id.map(|question_id| AfterAnswer { question_id, answer: row.after_answer.clone() });
    Ok(Question {
        id: row.question_id,
        version_id: row.id,
        version: row.version,
        wording: Wording {
            words: row.words.clone(),
            hint: row.hint.clone(),
            kind: QuestionKind::parse(&row.kind).with_context(unknown)?,
            scope: QuestionScope::parse(&row.scope).with_context(unknown)?,
            choices: serde_json::from_value(row.choices.clone())?,
            is_required: row.is_required,
            shown_where: ShownWhere::parse(&row.shown_where).with_context(unknown)?,
            shown_to: ShownTo::parse(&row.shown_to).with_context(unknown)?,
            after,
        },
    })
}

/// Who answers: a booker for the booking, or an attendee for their place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Respondent {
    /// The booking's row.
    Booking(i64),
    /// The place's row.
    Place(i64),
}

/// An answer as it is kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredAnswer {
    /// The wording it was given to.
    pub version_id: i64,
    /// What was answered.
    pub answer: Answer,
}

/// What a respondent has answered so far, by question.
pub async fn answers_of(db: &impl ConnectionTrait, who: Respondent) -> Result<BTreeMap<i64, StoredAnswer>, Unexpected> {
    let theirs = match who {
        Respondent::Booking(id) => question_answer::Column::BookingId.eq(id),
        Respondent::Place(id) => question_answer::Column::PlaceId.eq(id),
    };
    let rows = question_answer::Entity::find().filter(theirs).all(db).await?;
    let read = |row: question_answer::Model| {
        let answer = serde_json::from_value(row.answer)?;
        Ok((row.question_id, StoredAnswer { version_id: row.question_version_id, answer }))
    };
    rows.into_iter().map(read).collect()
}

/// A file that somebody gave as an answer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenFile {
    /// The question, asked still or not.
    pub question_id: i64,
    /// In the words it was answered to.
    pub label: String,
    /// The file's name.
    pub name: String,
}

/// The files among somebody's answers.
pub async fn given_files(
    db: &impl ConnectionTrait,
    answers: &BTreeMap<i64, StoredAnswer>,
) -> Result<Vec<GivenFile>, Unexpected> {
    let mut files = Vec::new();
    for (question_id, stored) in answers {
        let Answer::File { file } = &stored.answer else { continue };
        let asked = question_version::Entity::find_by_id(stored.version_id).one(db).await?;
        let label = asked.context("an answer's question is missing")?.words;
        files.push(GivenFile { question_id: *question_id, label, name: file.clone() });
    }
    Ok(files)
}

/// Dates for which a file is kept.
pub async fn events_with_files(db: &impl ConnectionTrait) -> Result<Vec<EventId>, Unexpected> {
    let given = Query::select().column(answer_file::Column::QuestionAnswerId).from(answer_file::Entity).to_owned();
    let answered = Query::select()
        .column(question_answer::Column::QuestionId)
        .from(question_answer::Entity)
        .and_where(question_answer::Column::Id.in_subquery(given))
        .to_owned();
    let ids: Vec<Option<i64>> = question::Entity::find()
        .select_only()
        .distinct()
        .column(question::Column::EventId)
        .filter(question::Column::Id.in_subquery(answered))
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().flatten().map(EventId).collect())
}

/// How many have answered each of these questions, in any version.
pub async fn answer_counts(db: &impl ConnectionTrait, ids: &[i64]) -> Result<BTreeMap<i64, i64>, Unexpected> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows: Vec<(i64, i64)> = question_answer::Entity::find()
        .select_only()
        .column(question_answer::Column::QuestionId)
        .column_as(question_answer::Column::Id.count(), "answers")
        .filter(question_answer::Column::QuestionId.is_in(ids.iter().copied()))
        .group_by(question_answer::Column::QuestionId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows.into_iter().collect())
}

/// An answer with the very words that were asked (QST-8), and whose it is.
#[derive(Clone, Debug)]
pub struct AnswerLine {
    /// The booking's reference.
    pub reference: String,
    /// The attendee; "" for an answer about the whole booking.
    pub attendee: String,
    /// The question as it was asked.
    pub words: String,
    /// Which version that was.
    pub version: i32,
    /// The answer in words.
    pub answer: String,
    /// The answer's number, when a file lies beside it.
    pub file: Option<i64>,
    /// When it was given.
    pub answered_at: Instant,
}

/// Every ordinary answer given for a date by those who are still coming, in the order of the questions. Needs are not read.
pub async fn answer_lines(db: &impl ConnectionTrait, event_id: i64) -> Result<Vec<AnswerLine>, Unexpected> {
    let live = ["held", "confirmed"];
    let bookings = booking::Entity::find()
        .filter(booking::Column::EventId.eq(event_id))
        .filter(booking::Column::State.is_in(live))
        .all(db)
        .await?;
    let places = place::Entity::find()
        .filter(place::Column::EventId.eq(event_id))
        .filter(place::Column::State.is_in(live))
        .all(db)
        .await?;
    let questions = question::Entity::find()
        .filter(question::Column::EventId.eq(event_id))
        .order_by_asc(question::Column::Position)
        .all(db)
        .await?;
    let order: BTreeMap<i64, usize> = questions.iter().enumerate().map(|(at, row)| (row.id, at)).collect();
    let answers = question_answer::Entity::find()
        .filter(question_answer::Column::QuestionId.is_in(order.keys().copied()))
        .order_by_asc(question_answer::Column::Id)
        .all(db)
        .await?;
    let versions = question_version::Entity::find()
        .filter(question_version::Column::QuestionId.is_in(order.keys().copied()))
        .all(db)
        .await?;
    let people = People { bookings: by_id(bookings, |row| row.id), places: by_id(places, |row| row.id) };
    let versions = by_id(versions, |row| row.id);
    let mut lines = Vec::new();
    for row in answers {
        let Some((reference, attendee)) = people.whose(&row) else { continue };
        let asked = read_question(versions.get(&row.question_version_id).context("an answer's question is missing")?)?;
        let answer: Answer = serde_json::from_value(row.answer)?;
        let line = AnswerLine {
            reference,
            attendee,
            file: matches!(answer, Answer::File { .. }).then_some(row.id),
            answer: answer.words(asked.wording.kind),
            words: asked.wording.words,
            version: asked.version,
            answered_at: row.answered_at,
        };
        lines.push((order.get(&row.question_id).copied().unwrap_or_default(), line));
    }
    lines.sort_by_key(|(position, _)| *position);
    Ok(lines.into_iter().map(|(_, line)| line).collect())
}

/// The file beside an answer given for this date, by anybody who is still coming.
pub async fn find_answer_file(
    db: &impl ConnectionTrait,
    (event_id, answer_id): (i64, i64),
) -> Result<Option<answer_file::Model>, Unexpected> {
    let is_of_date = answer_lines(db, event_id).await?.into_iter().any(|line| line.file == Some(answer_id));
    if !is_of_date {
        return Ok(None);
    }
    let beside = answer_file::Column::QuestionAnswerId.eq(answer_id);
    Ok(answer_file::Entity::find().filter(beside).one(db).await?)
}

fn by_id<T>(rows: Vec<T>, id: impl Fn(&T) -> i64) -> BTreeMap<i64, T> {
    rows.into_iter().map(|row| (id(&row), row)).collect()
}

struct People {
    bookings: BTreeMap<i64, booking::Model>,
    places: BTreeMap<i64, place::Model>,
}

impl People {
    /// The booking's reference and the attendee's name; none for those who are not coming.
    fn whose(&self, row: &question_answer::Model) -> Option<(String, String)> {
        let place = row.place_id.and_then(|id| self.places.get(&id));
        let booking_id = row.booking_id.or(place.map(|place| place.booking_id))?;
        let booking = self.bookings.get(&booking_id)?;
        Some((booking.reference.clone(), place.map(|place| place.attendee_name.clone()).unwrap_or_default()))
    }
}

/// What these people answered for their bookings and places, in the words asked, for their data.
pub async fn answers_for_export(db: &impl ConnectionTrait, person_ids: &[i64]) -> Result<Value, Unexpected> {
    let ids = || person_ids.iter().copied();
    let booked = booking::Entity::find().filter(booking::Column::BookerPersonId.is_in(ids())).all(db).await?;
    let had = place::Entity::find().filter(place::Column::PersonId.is_in(ids())).all(db).await?;
    let theirs = question_answer::Column::BookingId
        .is_in(booked.iter().map(|row| row.id))
        .or(question_answer::Column::PlaceId.is_in(had.iter().map(|row| row.id)));
    let rows = question_answer::Entity::find().filter(theirs).order_by_asc(question_answer::Column::Id).all(db).await?;
    let versions = question_version::Entity::find()
        .filter(question_version::Column::Id.is_in(rows.iter().map(|row| row.question_version_id)))
        .all(db)
        .await?;
    let versions = by_id(versions, |row| row.id);
    let mut answers = Vec::new();
    for row in rows {
        let asked = read_question(versions.get(&row.question_version_id).context("an answer's question is missing")?)?;
        let answer: Answer = serde_json::from_value(row.answer)?;
        let words = answer.words(asked.wording.kind);
        let mut line = json!({ "question": asked.wording.words, "answer": words, "answered_at": row.answered_at });
        if matches!(answer, Answer::File { .. }) {
            line["file"] = file_for_export(db, row.id).await?;
        }
        answers.push(line);
    }
    Ok(Value::Array(answers))
}

/// A file as it goes into somebody's data: its content in base64.
async fn file_for_export(db: &impl ConnectionTrait, answer_id: i64) -> Result<Value, Unexpected> {
    let beside = answer_file::Column::QuestionAnswerId.eq(answer_id);
    let Some(file) = answer_file::Entity::find().filter(beside).one(db).await? else { return Ok(Value::Null) };
    let media_type = FileKind::parse(&file.kind).map(FileKind::media_type);
    Ok(json!({ "name": file.file_name, "media_type": media_type, "base64": STANDARD.encode(&file.content) }))
}
