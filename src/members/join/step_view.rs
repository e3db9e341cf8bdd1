//! Exactly what the template of one question may see.

use serde::Serialize;

use super::step_form::{NO_EMPLOYER, OTHER_EMPLOYER};
use super::type_view::TypeView;
use crate::members::applications::Step;
use crate::members::employers::EmployerRow;
use crate::members::employers::pages::EmployerChoice;
use crate::members::membership::TermsOfMembership;
use crate::members::practice::{PracticeRole, Regulator, Workplace};
use crate::web::FormView;
use crate::web::markdown::to_safe_html;

/// A choice of a form.
#[derive(Clone, Debug, Serialize)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
    pub(super) hint: String,
}

impl Choice {
    fn new(value: &str, label: impl Into<String>) -> Self {
        Self { value: value.to_owned(), label: label.into(), hint: String::new() }
    }
}

impl From<EmployerChoice> for Choice {
    fn from(choice: EmployerChoice) -> Self {
        Self { value: choice.value, label: choice.label, hint: choice.hint }
    }
}

/// One question.
#[derive(Clone, Debug, Serialize)]
pub(super) struct StepView {
    pub(super) form: FormView,
    /// The end of its address.
    pub(super) step: &'static str,
    /// The question itself.
    pub(super) title: &'static str,
    pub(super) number: usize,
    pub(super) total: usize,
    pub(super) back: String,
    /// A draft is kept, so it can be come back to.
    pub(super) has_draft: bool,
    /// The type chosen so far.
    pub(super) kind: Option<TypeView>,
    /// The address they signed in with.
    pub(super) email: String,
    /// What is offered, on the pages that offer something.
    pub(super) choices: Vec<Choice>,
    /// Employers that answer what was asked for.
    pub(super) found: Vec<Choice>,
    /// What was asked for; "" before anything was.
    pub(super) asked: String,
    /// What everybody declares.
    pub(super) declares: &'static str,
    /// What came of asking.
    pub(super) found_words: String,
    /// The terms in force, on the page that asks to accept them.
    pub(super) terms: Option<TermsToRead>,
}

/// The terms of membership, to be read.
#[derive(Clone, Debug, Serialize)]
pub(super) struct TermsToRead {
    version: i32,
    /// Sanitised HTML.
    words_html: String,
}

impl From<TermsOfMembership> for TermsToRead {
    fn from(terms: TermsOfMembership) -> Self {
        Self { version: terms.version, words_html: to_safe_html(&terms.words) }
    }
}

/// Tick boxes of roles carry the names of their fields.
pub(super) fn role_choices() -> Vec<Choice> {
    PracticeRole::ALL.into_iter().map(|role| Choice::new(role.word(), role.label())).collect()
}

/// Regulators as radio buttons.
pub(super) fn regulator_choices(asks_registration: bool) -> Vec<Choice> {
    let offered = Regulator::ALL.into_iter().filter(|known| !asks_registration || *known != Regulator::None);
    offered.map(|known| Choice::new(known.word(), known.label())).collect()
}

/// Places as radio buttons.
pub(super) fn workplace_choices() -> Vec<Choice> {
    Workplace::ALL.into_iter().map(|place| Choice::new(place.word(), place.label())).collect()
}

/// Types as radio buttons.
pub(super) fn type_choices(types: &[TypeView]) -> Vec<Choice> {
    let choice = |kind: &TypeView| {
        let price = if kind.price == "Free" { "free".to_owned() } else { kind.price.clone() };
        let who = kind.who_for.trim_end_matches('.');
        Choice { value: kind.code.clone(), label: kind.name.clone(), hint: format!("{who}: {price}") }
    };
    types.iter().map(choice).collect()
}

/// The employers that are no council: kinds of employer, none, and one that is not listed.
pub(super) fn further_employers(general: &[EmployerRow]) -> Vec<Choice> {
    let mut choices: Vec<Choice> = general.iter().map(|row| Choice::new(&row.reference, row.name.as_str())).collect();
    choices.push(Choice::new(OTHER_EMPLOYER, "Not listed"));
    choices.push(Choice::new(NO_EMPLOYER, "I have no employer at present"));
    choices
}

/// The question in words.
pub(super) const fn title_of(step: Step) -> &'static str {
    match step {
        Step::Type => "Which membership do you want?",
        Step::Name => "What is your name?",
        Step::SecondEmail => "Do you have another email address?",
        Step::Roles => "What do you do?",
        Step::Employer => "Who do you work for?",
        Step::Registration => "Are you a registered social worker?",
        Step::Experience => "How long have you been qualified?",
        Step::Region => "Where do you work?",
        Step::Address => "Which address goes into the register?",
        Step::EmailChoices => "What do you want to hear by email?",
        Step::Declaration => "Terms and declaration",
    }
}

/// What a search for employers came to.
pub(super) fn found_words(asked: &str, count: usize) -> String {
    match (asked, count) {
        ("", _) => String::new(),
        (_, 0) => "Nothing found. Try a shorter name, or choose “Not listed” below.".to_owned(),
        (_, count) => format!("{count} found. Choose one below."),
    }
}

/// The page of the question before, or the page about joining.
pub(super) fn back_of(step: Step, asked: &[Step]) -> String {
    step.before(asked).map_or_else(|| "/join".to_owned(), Step::path)
}
