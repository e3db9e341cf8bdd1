//! Changes what is asked: add, change, withdraw, put in another order, copy. A change is another version, so that old answers keep
//! their wording (QST-8); a question that others wait for cannot go from under them.

use serde_json::{Value, json};

use super::home::Home;
use super::order::{can_stand, move_in};
use super::queries::questions_of;
use super::question::{AfterAnswer, Question, Wording};
use super::store;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::db::Tx;
use crate::kernel::{Instant, Unexpected};
use crate::unexpected_from;

/// Nobody reads a longer form.
const MOST_QUESTIONS: usize = 30;

/// What to do with a question.
#[derive(Clone, Debug)]
pub enum Edit {
    /// Ask one more, at the end.
    Add(Wording),
    /// Ask it otherwise; the number is that of the version the officer saw.
    Change {
        /// Which.
        id: i64,
        /// The version the officer saw.
        version: i32,
        /// What it says from now on.
        wording: Wording,
    },
    /// Ask it no more.
    Withdraw(i64),
    /// One place up (-1) or down (1).
    Move(i64, i32),
    /// Begin with the questions of the course.
    Copy(Home),
}

/// Why nothing was changed.
#[derive(Debug, thiserror::Error)]
pub enum EditQuestionError {
    /// Another officer was first.
    #[error(
        "Somebody else has changed these questions meanwhile. Look at them as they are now, then change yours again."
    )]
    ChangedMeanwhile,
    /// A condition points the wrong way.
    #[error(
        "“{waiting}” is shown after an answer to “{earlier}”, so it has to come later, be asked of the same people, and wait \
         for an answer that can be given. Change “{waiting}” first."
    )]
    WouldWaitInVain {
        /// The question that waits.
        waiting: String,
        /// The one it waits for.
        earlier: String,
    },
    /// More than anybody reads.
    #[error("There are {MOST_QUESTIONS} questions already. Withdraw one first.")]
    TooMany,
    /// There is nothing to copy.
    #[error("The course has no questions of its own yet. Write them at the course, or here.")]
    NothingToCopy,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(EditQuestionError);

/// Makes the edit, in one transaction with its entry in the audit trail.
pub async fn edit_questions(app: &App, home: Home, edit: Edit, officer_id: i64) -> Result<(), EditQuestionError> {
    let now = app.now();
    app.db.write_tx(async |tx| edit_in(tx, home, &edit, (officer_id, now)).await).await
}

/// The same in the caller's transaction.
pub async fn edit_in(
    tx: &Tx,
    home: Home,
    edit: &Edit,
    (officer_id, now): (i64, Instant),
) -> Result<(), EditQuestionError> {
    let questions = questions_of(tx, home).await?;
    let by = (Some(officer_id), now);
    let subject = match edit {
        Edit::Add(wording) => add(tx, home, &questions, wording, by).await?,
        Edit::Change { id, version, wording } => change(tx, &questions, (*id, *version), wording, by).await?,
        Edit::Withdraw(id) => withdraw(tx, &questions, *id, now).await?,
        Edit::Move(id, by) => reorder(tx, &questions, *id, *by).await?,
        Edit::Copy(from) => return copy_asked(tx, (*from, home), &questions, by).await,
    };
    record(tx, edit, subject, (Actor::Person(officer_id), now)).await?;
    Ok(())
}

async fn add(
    tx: &Tx,
    home: Home,
    questions: &[Question],
    wording: &Wording,
    by: (Option<i64>, Instant),
) -> Result<i64, EditQuestionError> {
    if questions.len() >= MOST_QUESTIONS {
        return Err(EditQuestionError::TooMany);
    }
    let position = i32::try_from(questions.len()).unwrap_or(i32::MAX - 1) + 1;
    let asked = Question { id: 0, version_id: 0, version: 1, wording: wording.clone() };
    can_stand(&[questions, &[asked]].concat())?;
    let id = store::insert_question(tx, home, position, by.1).await?;
    store::insert_version(tx, (id, 1), wording, by).await?;
    Ok(id)
}

async fn change(
    tx: &Tx,
    questions: &[Question],
    (id, version): (i64, i32),
    wording: &Wording,
    by: (Option<i64>, Instant),
) -> Result<i64, EditQuestionError> {
    let mut changed = questions.to_vec();
    let question = changed.iter_mut().find(|question| question.id == id);
    let question =
        question.filter(|question| question.version == version).ok_or(EditQuestionError::ChangedMeanwhile)?;
    if question.wording == *wording {
        return Ok(id);
    }
    question.wording = wording.clone();
    can_stand(&changed)?;
    if !store::insert_version(tx, (id, version + 1), wording, by).await? {
        return Err(EditQuestionError::ChangedMeanwhile);
    }
    Ok(id)
}

async fn withdraw(tx: &Tx, questions: &[Question], id: i64, now: Instant) -> Result<i64, EditQuestionError> {
    let gone = questions.iter().find(|question| question.id == id).ok_or(EditQuestionError::ChangedMeanwhile)?;
    let waits = |question: &&Question| question.wording.after.as_ref().is_some_and(|after| after.question_id == id);
    if let Some(waiting) = questions.iter().find(waits) {
        return Err(EditQuestionError::WouldWaitInVain {
            waiting: waiting.wording.words.clone(),
            earlier: gone.wording.words.clone(),
        });
    }
    if !store::mark_withdrawn(tx, id, now).await? {
        return Err(EditQuestionError::ChangedMeanwhile);
    }
    Ok(id)
}

async fn reorder(tx: &Tx, questions: &[Question], id: i64, by: i32) -> Result<i64, EditQuestionError> {
    let moved = move_in(questions, id, by);
    can_stand(&moved)?;
    let order: Vec<i64> = moved.iter().map(|question| question.id).collect();
    store::update_positions(tx, &order).await?;
    Ok(id)
}

async fn copy_asked(
    tx: &Tx,
    (from, to): (Home, Home),
    questions: &[Question],
    by: (Option<i64>, Instant),
) -> Result<(), EditQuestionError> {
    let asked = questions_of(tx, from).await?;
    if asked.is_empty() {
        return Err(EditQuestionError::NothingToCopy);
    }
    if questions.len() + asked.len() > MOST_QUESTIONS {
        return Err(EditQuestionError::TooMany);
    }
    Ok(copy_questions(tx, (from, to), by).await?)
}

/// Gives `to` a copy of the questions that `from` asks now, after its own (SES-1, SES-9). What waits for a copied question waits
/// for the copy. Gives how many were copied.
pub async fn copy_questions(
    tx: &Tx,
    (from, to): (Home, Home),
    (officer_id, now): (Option<i64>, Instant),
) -> Result<(), Unexpected> {
    let (questions, own) = (questions_of(tx, from).await?, questions_of(tx, to).await?.len());
    let mut copies = std::collections::BTreeMap::new();
    let first = i32::try_from(own).unwrap_or(i32::MAX / 2) + 1;
    for (position, question) in (first..).zip(&questions) {
        let id = store::insert_question(tx, to, position, now).await?;
        copies.insert(question.id, id);
        let after = question.wording.after.as_ref().and_then(|after| {
            let question_id = *copies.get(&after.question_id)?;
            Some(AfterAnswer { question_id, answer: after.answer.clone() })
        });
        let wording = Wording { after, ..question.wording.clone() };
        store::insert_version(tx, (id, 1), &wording, (officer_id, now)).await?;
    }
    if !questions.is_empty() {
        let (kind, id) = subject_of(to);
        let entry = Entry {
            actor: officer_id.map_or(Actor::System, Actor::Person),
            action: "questions.copied",
            subject_kind: kind,
            subject_id: id,
            reason: None,
            values: Some((Value::Null, json!({ "questions": questions.len() }))),
        };
        audit::record(tx, entry, now).await?;
    }
    Ok(())
}

fn subject_of(home: Home) -> (&'static str, i64) {
    match home {
        Home::Event(id) => ("event", id.0),
        Home::Course(id) => ("course", id.0),
    }
}

async fn record(tx: &Tx, edit: &Edit, question_id: i64, (actor, now): (Actor, Instant)) -> Result<(), Unexpected> {
    let (action, values) = match edit {
        Edit::Add(wording) => ("question.added", Some(json!({ "words": wording.words }))),
        Edit::Change { wording, .. } => ("question.changed", Some(json!({ "words": wording.words }))),
        Edit::Withdraw(_) => ("question.withdrawn", None),
        Edit::Move(..) | Edit::Copy(_) => ("question.moved", None),
    };
    let values = values.map(|after| (Value::Null, after));
    let entry = Entry { actor, action, subject_kind: "question", subject_id: question_id, reason: None, values };
    Ok(audit::record(tx, entry, now).await?)
}
