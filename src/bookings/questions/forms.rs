//! What forms send: an officer's wording of a question, and the answers to a form of them.

use std::collections::{BTreeMap, BTreeSet};

use super::answer::{Answer, box_name, field_name, read_answer};
use super::question::{AfterAnswer, Question, QuestionKind, QuestionScope, ShownTo, ShownWhere, Wording};
use super::showing::counted;
use super::views::versions;
use crate::kernel::short_text::{TextError, clean_line};
use crate::web::{FieldErrors, FormView, Posted};

/// The fields of a question's wording, in the order of the page.
pub const FIELDS: [&str; 9] =
    ["words", "hint", "kind", "choices", "scope", "is_required", "shown_where", "shown_to", "after"];
const MOST_CHOICES: usize = 20;

/// A new question's form.
pub fn blank() -> FormView {
    let mut form = FormView::blank(&FIELDS);
    form.set("kind", QuestionKind::Text.word());
    form.set("scope", QuestionScope::Place.word());
    form.set("shown_where", ShownWhere::Anywhere.word());
    form.set("shown_to", ShownTo::Everyone.word());
    form
}

/// A stored question's form.
pub fn filled(wording: &Wording) -> FormView {
    let after = wording.after.as_ref().map(|after| after_value(after.question_id, &after.answer));
    FormView::filled([
        ("words", wording.words.clone()),
        ("hint", wording.hint.clone()),
        ("kind", wording.kind.word().to_owned()),
        ("choices", wording.choices.join("\n")),
        ("scope", wording.scope.word().to_owned()),
        ("is_required", if wording.is_required { "yes" } else { "" }.to_owned()),
        ("shown_where", wording.shown_where.word().to_owned()),
        ("shown_to", wording.shown_to.word().to_owned()),
        ("after", after.unwrap_or_default()),
    ])
}

/// The form as it was sent.
pub fn sent(posted: &Posted) -> FormView {
    FormView::filled(FIELDS.map(|name| (name, posted.get(name).to_owned())))
}

/// The value of "after this answer": the question's number and the answer.
pub fn after_value(question_id: i64, answer: &str) -> String {
    format!("{question_id}:{answer}")
}

/// Reads an officer's wording. Whether it can stand among the other questions is asked when it is written.
pub fn read_wording(posted: &Posted) -> Result<Wording, FieldErrors> {
    let mut errors = FieldErrors::new();
    let words = errors.check("words", clean_line(posted.get("words"), 200));
    let hint = errors.check("hint", or_empty(clean_line(posted.get("hint"), 300)));
    let kind = errors.check("kind", QuestionKind::parse(posted.get("kind")).ok_or("Choose the kind of answer"));
    let choices = kind
        .filter(|kind| kind.has_choices())
        .map_or(Some(Vec::new()), |_| errors.check("choices", read_choices(posted.get("choices"))));
    let scope = errors.check("scope", QuestionScope::parse(posted.get("scope")).ok_or("Choose who is asked"));
    let shown_where =
        errors.check("shown_where", ShownWhere::parse(posted.get("shown_where")).ok_or("Choose when it is asked"));
    let shown_to = errors.check("shown_to", ShownTo::parse(posted.get("shown_to")).ok_or("Choose which places"));
    let after = errors.check("after", read_after(posted.get("after")));
    if scope == Some(QuestionScope::Booking) && shown_to.is_some_and(|to| to != ShownTo::Everyone) {
        errors.add("shown_to", "A booking may hold places at several prices, so its questions are for everyone");
    }
    errors.clone().into_result()?;
    let read = || {
        Some(Wording {
            words: words?,
            hint: hint?,
            kind: kind?,
            scope: scope?,
            choices: choices?,
            is_required: posted.has("is_required"),
            shown_where: shown_where?,
            shown_to: shown_to?,
            after: after?,
        })
    };
    read().ok_or(errors)
}

fn or_empty(read: Result<String, TextError>) -> Result<String, TextError> {
    match read {
        Err(TextError::Empty) => Ok(String::new()),
        other => other,
    }
}

fn read_choices(typed: &str) -> Result<Vec<String>, String> {
    let lines = typed.lines().filter(|line| !line.trim().is_empty());
    let choices: Vec<String> =
        lines.map(|line| clean_line(line, 100)).collect::<Result<_, _>>().map_err(|error| error.to_string())?;
    let different: BTreeSet<&String> = choices.iter().collect();
    if different.len() < choices.len() {
        return Err("Two choices are the same. Make each one different".to_owned());
    }
    if !(2..=MOST_CHOICES).contains(&choices.len()) {
        return Err(format!("Write 2 to {MOST_CHOICES} choices, one on each line"));
    }
    Ok(choices)
}

fn read_after(typed: &str) -> Result<Option<AfterAnswer>, &'static str> {
    if typed.is_empty() {
        return Ok(None);
    }
    let read = typed.split_once(':').and_then(|(id, answer)| Some((id.parse().ok()?, answer)));
    let (question_id, answer) = read.ok_or("Choose an answer from the list")?;
    Ok(Some(AfterAnswer { question_id, answer: answer.to_owned() }))
}

/// What is said when the questions are not those that the page showed.
pub const CHANGED_MEANWHILE: &str = "The questions were changed after you opened this page. Here they are as they are now; look through them and send again.";

/// Whether the form that was sent showed these very versions.
pub fn is_current(form: &[&Question], posted: &Posted) -> bool {
    posted.get("versions") == versions(form)
}

/// The answers to a form. A question that does not count with the other answers is answered by nothing, whatever was sent.
pub fn read_answers(form: &[&Question], posted: &Posted) -> Result<Vec<(Question, Option<Answer>)>, FieldErrors> {
    let mut read: BTreeMap<i64, Result<Option<Answer>, String>> =
        form.iter().map(|question| (question.id, read_answer(question.id, &question.wording, posted))).collect();
    let given = read.iter().filter_map(|(id, answer)| Some((*id, answer.clone().ok()??))).collect();
    let counted = counted(form, &given);
    let mut errors = FieldErrors::new();
    let mut answers = Vec::new();
    for question in form {
        // A file that counts stays as it is: it is given and taken back on a page of its own, which comes after this one.
        if question.wording.kind == QuestionKind::File {
            if !counted.contains(&question.id) {
                answers.push(((*question).clone(), None));
            }
            continue;
        }
        let answer = read.remove(&question.id).filter(|_| counted.contains(&question.id)).unwrap_or(Ok(None));
        let field = match question.wording.kind {
            QuestionKind::ManyOf => box_name(question.id, 0),
            _ => field_name(question.id),
        };
        let answer = errors.check(&field, answer).flatten();
        let is_missing = answer.is_none() && question.wording.is_required && counted.contains(&question.id);
        if is_missing && errors.iter().all(|error| error.field != field) {
            errors.add(field, format!("Answer “{}”", question.wording.words));
        }
        answers.push(((*question).clone(), answer));
    }
    errors.into_result().map(|()| answers)
}

#[cfg(test)]
#[path = "forms_tests.rs"]
mod tests;
