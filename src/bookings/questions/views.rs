//! Exactly what the templates of questions may see.

use std::collections::BTreeMap;

use serde::Serialize;

use super::answer::{Answer, box_name, field_name, still_fits};
use super::queries::StoredAnswer;
use super::question::{Question, QuestionKind};
use crate::events::EventView;
use crate::web::{FormView, Posted};

/// One question on a form.
#[derive(Clone, Debug, Serialize)]
pub struct FieldView {
    /// The field's name.
    pub name: String,
    /// The question.
    pub label: String,
    /// Help, and on which answer it depends.
    pub hint: String,
    /// The kind's word.
    pub kind: &'static str,
    /// What can be chosen.
    pub options: Vec<OptionView>,
    /// May be left empty.
    pub optional: bool,
    /// For a file: its own page and what was given.
    pub file: Option<FileView>,
    /// What has to be answered before, for the script that hides what does not count.
    pub waits_for: Option<WaitView>,
}

/// A question for a file.
#[derive(Clone, Debug, Serialize)]
pub struct FileView {
    /// The page on which it is given; "" on a preview.
    pub href: String,
    /// The name of the file that was given; "" for none.
    pub name: String,
}

/// A choice.
#[derive(Clone, Debug, Serialize)]
pub struct OptionView {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// The box's own name, where several can be ticked.
    pub name: String,
}

/// The field that another waits for.
#[derive(Clone, Debug, Serialize)]
pub struct WaitView {
    /// Its name.
    pub name: String,
    /// Its value then.
    pub value: String,
}

/// The questions of a form, in their order.
pub fn fields(form: &[&Question]) -> Vec<FieldView> {
    form.iter().map(|question| field(form, question)).collect()
}

fn field(form: &[&Question], question: &Question) -> FieldView {
    let wording = &question.wording;
    let waits_for = wording.after.as_ref().and_then(|after| {
        let earlier = form.iter().find(|earlier| earlier.id == after.question_id)?;
        Some((earlier, wait(earlier, &after.answer), after.answer.as_str()))
    });
    let depends = waits_for
        .as_ref()
        .map(|(earlier, _, answer)| format!("Only if you answered “{answer}” to “{}”.", earlier.wording.words));
    let hint = [wording.hint.clone(), depends.unwrap_or_default()];
    let mut options: Vec<OptionView> = wording
        .answers()
        .into_iter()
        .enumerate()
        .map(|(index, answer)| OptionView {
            value: answer.to_owned(),
            label: answer.to_owned(),
            name: box_name(question.id, index),
        })
        .collect();
    let is_radio = matches!(wording.kind, QuestionKind::YesNo | QuestionKind::OneOf);
    if is_radio && !wording.is_required {
        options.push(OptionView { value: String::new(), label: "No answer".to_owned(), name: String::new() });
    }
    FieldView {
        name: field_name(question.id),
        label: wording.words.clone(),
        hint: hint.iter().filter(|part| !part.is_empty()).cloned().collect::<Vec<_>>().join(" "),
        kind: wording.kind.word(),
        options,
        optional: !wording.is_required,
        file: (wording.kind == QuestionKind::File).then(|| FileView { href: String::new(), name: String::new() }),
        waits_for: waits_for.map(|(_, wait, _)| wait),
    }
}

fn wait(earlier: &Question, answer: &str) -> WaitView {
    if earlier.wording.kind == QuestionKind::ManyOf {
        let index = earlier.wording.choices.iter().position(|choice| choice == answer).unwrap_or_default();
        return WaitView { name: box_name(earlier.id, index), value: "yes".to_owned() };
    }
    WaitView { name: field_name(earlier.id), value: answer.to_owned() }
}

/// The same with the way to each file's own page under `base`, and what was given there.
pub fn fields_with_files(form: &[&Question], answers: &BTreeMap<i64, StoredAnswer>, base: &str) -> Vec<FieldView> {
    let mut fields = fields(form);
    for (question, field) in form.iter().zip(&mut fields) {
        if let Some(file) = &mut field.file {
            file.href = format!("{base}/questions/{}/file", question.id);
            given_file(answers, question.id).unwrap_or_default().clone_into(&mut file.name);
        }
    }
    fields
}

/// The name of the file given as the answer to a question, if one was.
pub fn given_file(answers: &BTreeMap<i64, StoredAnswer>, question_id: i64) -> Option<&str> {
    match &answers.get(&question_id)?.answer {
        Answer::File { file } => Some(file),
        _ => None,
    }
}

/// The form filled with what was answered before, where it still fits the question as it is asked now.
pub fn filled(form: &[&Question], answers: &BTreeMap<i64, StoredAnswer>) -> FormView {
    let mut view = FormView::default();
    for question in form {
        let stored = answers.get(&question.id).map(|stored| &stored.answer);
        let answer = stored.filter(|answer| still_fits(answer, &question.wording));
        let text = match answer {
            Some(Answer::One(text)) => text.as_str(),
            _ => "",
        };
        view.set(field_name(question.id), text);
        if question.wording.kind == QuestionKind::ManyOf {
            for (index, choice) in question.wording.choices.iter().enumerate() {
                let ticked = answer.is_some_and(|answer| answer.says(choice));
                view.set(box_name(question.id, index), if ticked { "yes" } else { "" });
            }
        }
    }
    view
}

/// The form as it was sent.
pub fn sent(form: &[&Question], posted: &Posted) -> FormView {
    let mut view = filled(form, &BTreeMap::new());
    let names: Vec<String> = view.fields.keys().cloned().collect();
    for name in names {
        let value = posted.get(&name).to_owned();
        view.set(name, value);
    }
    view
}

/// The versions on a form, so that one that was changed meanwhile is noticed.
pub fn versions(form: &[&Question]) -> String {
    form.iter().map(|question| question.version_id.to_string()).collect::<Vec<_>>().join(".")
}

/// The page of a question for a file.
#[derive(Clone, Debug, Serialize)]
pub struct FilePageView {
    /// The page it belongs to.
    pub base: String,
    /// Where the form is sent.
    pub here: String,
    /// The date.
    pub event: EventView,
    /// Whose answer: the attendee's name; "" for a booking.
    pub name: String,
    /// The question.
    pub label: String,
    /// Help.
    pub hint: String,
    /// It may be left out.
    pub optional: bool,
    /// The form.
    pub form: FormView,
    /// The name of the file that was given; "" for none.
    pub given: String,
    /// Until when it can be changed, in words.
    pub until: String,
    /// It can still be given anew; otherwise only taken away.
    pub may_change: bool,
    /// The last day on which it is kept; "" while the day is not known.
    pub kept_until: String,
}

/// A form of questions, for the booker or for an attendee.
#[derive(Clone, Debug, Serialize)]
pub struct AnswerPageView {
    /// Where the form is sent, and the page it belongs to.
    pub base: String,
    /// The date.
    pub event: EventView,
    /// Whose answers: the attendee's name; "" for a booking.
    pub name: String,
    /// The booking's reference.
    pub reference: String,
    /// The form.
    pub form: FormView,
    /// Its questions.
    pub fields: Vec<FieldView>,
    /// The versions shown.
    pub versions: String,
    /// What is asked next, for an attendee.
    pub leads_to_needs: bool,
    /// Until when answers can be changed, in words.
    pub until: String,
}

/// What a booking's or a place's page says of its questions.
#[derive(Clone, Debug, Default, Serialize)]
pub struct AskedView {
    /// The form's address; "" when nothing is asked.
    pub href: String,
    /// Questions that have to be answered and are not.
    pub missing: usize,
    /// Something was answered.
    pub is_begun: bool,
    /// The address of "what you need"; "" when it is not theirs to tell.
    pub needs_href: String,
    /// Where their needs stand, in words; "" when none were told.
    pub needs_words: String,
    /// Files that were given and cannot be changed any more.
    pub files: Vec<FileLink>,
    /// On a booking's page: the private page of the booker's own place; "" when they have none.
    pub own_place: String,
}

/// A file that somebody gave, with the page on which they can take it away.
#[derive(Clone, Debug, Serialize)]
pub struct FileLink {
    /// That page.
    pub href: String,
    /// The question.
    pub label: String,
    /// The file's name.
    pub name: String,
}
