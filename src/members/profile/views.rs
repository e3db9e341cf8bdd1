//! What the pages of a profile show.

use serde::Serialize;

use super::forms::{NO_EMPLOYER, NOT_LISTED, role_field};
use super::queries::OwnEmployer;
use crate::members::employers::pages::EmployerChoice;
use crate::members::practice::{PracticeRole, Regulator, Workplace};
use crate::web::FormView;

/// A choice of a field.
#[derive(Serialize)]
pub(super) struct Choice {
    pub(super) value: String,
    pub(super) label: String,
}

fn choice(value: impl Into<String>, label: impl Into<String>) -> Choice {
    Choice { value: value.into(), label: label.into() }
}

/// `/account/profile`.
#[derive(Serialize)]
pub(in crate::members) struct ProfilePage {
    pub(super) form: FormView,
    pub(super) employer: String,
    /// Another council took over from theirs, and they have not said which (PR-09).
    pub(super) employer_has_gone: bool,
    pub(super) email: String,
    /// Boxes, by field name.
    pub(super) role_boxes: Vec<Choice>,
    pub(super) roles: Vec<Choice>,
    pub(super) regulators: Vec<Choice>,
    pub(super) workplaces: Vec<Choice>,
}

impl ProfilePage {
    pub(in crate::members) fn new(
        form: FormView,
        employer: &OwnEmployer,
        employer_has_gone: bool,
        email: String,
    ) -> Self {
        Self {
            form,
            employer: employer.words(),
            employer_has_gone,
            email,
            role_boxes: PracticeRole::ALL.map(|role| choice(role_field(role), role.label())).into(),
            roles: PracticeRole::ALL.map(|role| choice(role.word(), role.label())).into(),
            regulators: Regulator::ALL.map(|regulator| choice(regulator.word(), regulator.label())).into(),
            workplaces: Workplace::ALL.map(|place| choice(place.word(), place.label())).into(),
        }
    }
}

/// `/account/profile/employer`.
#[derive(Serialize)]
pub(in crate::members) struct EmployerPage {
    pub(super) form: FormView,
    /// What was searched for.
    pub(super) asked: String,
    /// What that found, with the employer they have.
    pub(super) found: Vec<EmployerChoice>,
    /// The choices that always stand below.
    pub(super) choices: Vec<Choice>,
}

impl EmployerPage {
    pub(super) fn new(form: FormView, asked: String, found: Vec<EmployerChoice>, general: Vec<EmployerChoice>) -> Self {
        let general = general.into_iter().map(|kind| choice(kind.value, kind.label));
        let ends = [choice(NOT_LISTED, "Not listed"), choice(NO_EMPLOYER, "None at present")];
        Self { form, asked, found, choices: general.chain(ends).collect() }
    }
}
