//! What the page of an act may see.

use serde::Serialize;

use super::fields::Field;
use crate::members::desk::person::Fact;
use crate::web::FormView;

/// The page.
#[derive(Serialize)]
pub(super) struct ActView {
    pub(super) base: String,
    pub(super) action: String,
    pub(super) trail: Vec<Step>,
    /// The form's own key, where sending it twice would be two.
    pub(super) idempotency_key: String,
    pub(super) title: String,
    /// How things stand now.
    pub(super) facts: Vec<Fact>,
    /// What pressing the button does.
    pub(super) effects: Vec<String>,
    pub(super) fields: Vec<Field>,
    pub(super) button: &'static str,
    pub(super) is_grave: bool,
    pub(super) form: FormView,
}

/// A step of the breadcrumbs.
#[derive(Serialize)]
pub(super) struct Step {
    label: String,
    href: String,
}

/// Back to the person.
pub(super) fn trail(name: &str, base: &str) -> Vec<Step> {
    vec![step("Back office", "/admin"), step("Members", "/admin/members"), step(name, base)]
}

/// Back to the money, for those who may not open the person's page.
pub(super) fn money_trail() -> Vec<Step> {
    vec![step("Back office", "/admin"), step("Money", "/admin/money")]
}

fn step(label: &str, href: &str) -> Step {
    Step { label: label.to_owned(), href: href.to_owned() }
}
