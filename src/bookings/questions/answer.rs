//! An answer: what is kept of it, and how one is read from a form. Pure.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::question::{QuestionKind, Wording};
use crate::bookings::desk::read_day;
use crate::kernel::short_text::{clean_block, clean_line};
use crate::kernel::uk_time::long_date;
use crate::web::Posted;

/// The most characters of one line.
const LINE: usize = 300;
/// The most characters of several lines.
const BLOCK: usize = 4_000;

/// What somebody answered, as it is stored: a text, or several choices.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Answer {
    /// One text, choice or ISO date.
    One(String),
    /// The choices ticked, in their order.
    Many(Vec<String>),
    /// A file, which lies beside the answer.
    File {
        /// The name it was given.
        file: String,
    },
}

impl Answer {
    /// Whether it is, or holds, this choice.
    pub fn says(&self, choice: &str) -> bool {
        match self {
            Self::One(text) => text == choice,
            Self::Many(choices) => choices.iter().any(|chosen| chosen == choice),
            Self::File { .. } => false,
        }
    }

    /// As a person reads it.
    pub fn words(&self, kind: QuestionKind) -> String {
        match self {
            Self::One(text) if kind == QuestionKind::Date => {
                text.parse::<NaiveDate>().map_or_else(|_| text.clone(), long_date)
            }
            Self::One(text) | Self::File { file: text } => text.clone(),
            Self::Many(choices) => choices.join(", "),
        }
    }
}

/// The name of a question's field, and of the box of its choice `index`.
pub fn field_name(question_id: i64) -> String {
    format!("q{question_id}")
}

/// See [`field_name`].
pub fn box_name(question_id: i64, index: usize) -> String {
    format!("q{question_id}_{index}")
}

/// Reads the answer to a question; none when it was left empty. Whether it had to be answered is asked elsewhere, because that
/// depends on the other answers.
pub fn read_answer(question_id: i64, wording: &Wording, posted: &Posted) -> Result<Option<Answer>, String> {
    let typed = posted.get(&field_name(question_id));
    if wording.kind == QuestionKind::ManyOf {
        let ticked = wording.choices.iter().enumerate();
        let ticked = ticked.filter(|(index, _)| posted.has(&box_name(question_id, *index)));
        let chosen: Vec<String> = ticked.map(|(_, choice)| choice.clone()).collect();
        return Ok((!chosen.is_empty()).then_some(Answer::Many(chosen)));
    }
    // A file has a page of its own.
    if typed.trim().is_empty() || wording.kind == QuestionKind::File {
        return Ok(None);
    }
    let text = match wording.kind {
        QuestionKind::Text => clean_line(typed, LINE).map_err(|error| error.to_string())?,
        QuestionKind::LongText => clean_block(typed, BLOCK).map_err(|error| error.to_string())?,
        QuestionKind::Date => {
            let day = read_day(typed).map_err(|error| error.to_string())?;
            day.map(|day| day.to_string()).unwrap_or_default()
        }
        QuestionKind::YesNo | QuestionKind::OneOf | QuestionKind::ManyOf | QuestionKind::File => {
            let known = wording.answers().into_iter().find(|answer| *answer == typed);
            known.ok_or("Choose one of the answers on the page")?.to_owned()
        }
    };
    Ok(Some(Answer::One(text)))
}

/// Whether an answer given to another version can stand in this one's field.
pub fn still_fits(answer: &Answer, wording: &Wording) -> bool {
    match (answer, wording.kind) {
        (Answer::Many(chosen), QuestionKind::ManyOf) => chosen.iter().any(|choice| wording.choices.contains(choice)),
        (Answer::One(text), QuestionKind::YesNo | QuestionKind::OneOf) => wording.answers().contains(&text.as_str()),
        (Answer::One(text), QuestionKind::Date) => text.parse::<NaiveDate>().is_ok(),
        (Answer::One(text), QuestionKind::Text) => !text.contains('\n') && text.chars().count() <= LINE,
        (Answer::One(_), QuestionKind::LongText) | (Answer::File { .. }, QuestionKind::File) => true,
        _ => false,
    }
}

#[cfg(test)]
#[path = "answer_tests.rs"]
mod tests;
