//! Exactly what the templates of the questions' desk may see.

use std::collections::BTreeMap;

use serde::Serialize;

use super::forms;
use super::home::{Home, OpenHome};
use super::question::{Question, QuestionKind, QuestionScope, ShownTo, ShownWhere};
use crate::bookings::needs::care::CareView;
use crate::web::FormView;

/// The list of a home's questions.
#[derive(Serialize)]
pub(super) struct ListView {
    pub(super) title: String,
    pub(super) base: String,
    pub(super) back: String,
    pub(super) is_course: bool,
    pub(super) has_course: bool,
    pub(super) questions: Vec<QuestionRow>,
    pub(super) care: Option<CareView>,
}

/// A question in the list.
#[derive(Serialize)]
pub(super) struct QuestionRow {
    pub(super) href: String,
    pub(super) number: usize,
    pub(super) words: String,
    pub(super) kind: &'static str,
    pub(super) scope: &'static str,
    pub(super) when: Vec<String>,
    pub(super) is_required: bool,
    pub(super) version: i32,
    pub(super) answers: i64,
    pub(super) is_first: bool,
    pub(super) is_last: bool,
}

/// A question's form.
#[derive(Serialize)]
pub(super) struct QuestionFormView {
    pub(super) title: String,
    pub(super) list: String,
    pub(super) back: String,
    pub(super) action: String,
    pub(super) is_course: bool,
    /// The stored question's words; none for a new one.
    pub(super) stored: Option<String>,
    pub(super) version: i32,
    pub(super) answers: i64,
    pub(super) form: FormView,
    pub(super) kinds: Vec<Choice>,
    pub(super) scopes: Vec<Choice>,
    pub(super) places: Vec<Choice>,
    pub(super) prices: Vec<Choice>,
    pub(super) earlier: Vec<Choice>,
}

#[derive(Serialize)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
}

/// The questions in words, in their order.
pub(super) fn question_rows(questions: &[Question], answers: &BTreeMap<i64, i64>, base: &str) -> Vec<QuestionRow> {
    let row = |(at, question): (usize, &Question)| QuestionRow {
        href: format!("{base}/questions/{}", question.id),
        number: at + 1,
        words: question.wording.words.clone(),
        kind: question.wording.kind.label(),
        scope: question.wording.scope.label(),
        when: when_words(question, questions),
        is_required: question.wording.is_required,
        version: question.version,
        answers: answers.get(&question.id).copied().unwrap_or_default(),
        is_first: at == 0,
        is_last: at + 1 == questions.len(),
    };
    questions.iter().enumerate().map(row).collect()
}

/// What has to be so for it to be shown.
fn when_words(question: &Question, questions: &[Question]) -> Vec<String> {
    let wording = &question.wording;
    let mut words = Vec::new();
    if wording.shown_where != ShownWhere::Anywhere {
        words.push(wording.shown_where.label().to_owned());
    }
    if wording.shown_to != ShownTo::Everyone {
        words.push(wording.shown_to.label().to_owned());
    }
    if let Some(after) = &wording.after {
        let earlier = questions.iter().find(|earlier| earlier.id == after.question_id);
        let earlier = earlier.map(|earlier| earlier.wording.words.as_str()).unwrap_or_default();
        words.push(format!("After “{}” to “{earlier}”", after.answer));
    }
    words
}

fn choice(value: &str, label: &str) -> Choice {
    Choice { value: value.to_owned(), label: label.to_owned() }
}

/// The form of a new or a stored question.
pub(super) fn form_view(
    open: &OpenHome,
    questions: &[Question],
    stored: Option<&Question>,
    form: FormView,
) -> QuestionFormView {
    let list = format!("{}/questions", open.base);
    // A condition looks back: only what comes before can be waited for.
    let before = questions.iter().take_while(|question| stored.is_none_or(|stored| stored.id != question.id));
    let earlier = before.flat_map(|question| {
        question.wording.answers().into_iter().map(|answer| Choice {
            value: forms::after_value(question.id, answer),
            label: format!("“{answer}” to “{}”", question.wording.words),
        })
    });
    QuestionFormView {
        title: open.title.clone(),
        action: stored.map_or_else(|| format!("{list}/new"), |question| format!("{list}/{}", question.id)),
        list,
        back: open.base.clone(),
        is_course: matches!(open.home, Home::Course(_)),
        stored: stored.map(|question| question.wording.words.clone()),
        version: stored.map_or(0, |question| question.version),
        answers: 0,
        form,
        kinds: QuestionKind::ALL.iter().map(|kind| choice(kind.word(), kind.label())).collect(),
        scopes: QuestionScope::ALL.iter().map(|scope| choice(scope.word(), scope.label())).collect(),
        places: ShownWhere::ALL.iter().map(|shown| choice(shown.word(), shown.label())).collect(),
        prices: ShownTo::ALL.iter().map(|shown| choice(shown.word(), shown.label())).collect(),
        earlier: earlier.collect(),
    }
}
