//! What the pages of registrations may see.

use serde::Serialize;

use super::words::{check_words, people};
use crate::members::desk::day_field::day_words;
use crate::members::desk::person::Fact;
use crate::members::practice::Regulator;
use crate::members::registrations::queries::{DuePerson, QueryRecord};
use crate::members::registrations::{Outcome, QueryState};
use crate::web::{FormView, MomentView};

/// Where the check begins.
pub(super) const HERE: &str = "/admin/members/registrations";

/// `/admin/members/registrations`.
#[derive(Serialize)]
pub(super) struct RegistrationsView {
    /// What to know about the time of the year.
    pub(super) season: String,
    pub(super) is_time: bool,
    pub(super) queries: Vec<QueryRow>,
    pub(super) lists: Vec<ListRow>,
    /// "12 people".
    pub(super) due_words: String,
    pub(super) due: u64,
    /// How many are on no list yet.
    pub(super) to_list: usize,
    pub(super) by_hand: Vec<DueRow>,
    pub(super) by_hand_words: String,
    pub(super) without_number: Vec<DueRow>,
    pub(super) without_number_words: String,
}

/// A query that waits.
#[derive(Serialize)]
pub(super) struct QueryRow {
    name: String,
    href: String,
    what: String,
    state: &'static str,
    kind: &'static str,
    opened: MomentView,
}

impl From<QueryRecord> for QueryRow {
    fn from(query: QueryRecord) -> Self {
        let state = QueryState::parse(&query.row.state).unwrap_or(QueryState::Open);
        let outcome = Outcome::parse(&query.check.outcome).unwrap_or(Outcome::NotFound);
        Self {
            href: registration_href(&query.reference),
            name: query.name,
            what: check_words(outcome, query.check.registered_until, query.check.checked_on),
            state: state.label(),
            kind: if state == QueryState::Open { "problem" } else { "caution" },
            opened: MomentView::short(query.row.opened_at),
        }
    }
}

/// A list that waits for its results.
#[derive(Serialize)]
pub(super) struct ListRow {
    pub(super) href: String,
    pub(super) reference: String,
    pub(super) numbers: i64,
    pub(super) prepared: MomentView,
    pub(super) state: &'static str,
    pub(super) kind: &'static str,
}

/// Somebody who is due.
#[derive(Serialize)]
pub(super) struct DueRow {
    name: String,
    href: String,
    regulator: &'static str,
    number: String,
    last: String,
}

impl From<DuePerson> for DueRow {
    fn from(person: DuePerson) -> Self {
        let regulator = person.regulator.as_deref().and_then(Regulator::parse);
        Self {
            href: registration_href(&person.reference),
            name: person.full_name,
            regulator: regulator_words(regulator),
            number: person.registration_number.unwrap_or_default(),
            last: person.registration_checked_on.map(day_words).unwrap_or_default(),
        }
    }
}

/// A regulator in the third person.
pub(super) fn regulator_words(regulator: Option<Regulator>) -> &'static str {
    match regulator {
        None | Some(Regulator::None) => "Not given",
        Some(known) => known.label(),
    }
}

/// Where somebody's registration is.
pub(super) fn registration_href(reference: &str) -> String {
    format!("/admin/members/{reference}/registration")
}

/// One list.
#[derive(Serialize)]
pub(super) struct ListView {
    pub(super) base: String,
    pub(super) reference: String,
    /// "Open", "Answered" or "Dropped".
    pub(super) state: &'static str,
    pub(super) kind: &'static str,
    pub(super) is_open: bool,
    pub(super) numbers: i64,
    pub(super) prepared: MomentView,
    pub(super) downloaded: Option<MomentView>,
    pub(super) has_results: bool,
    /// How often a file came; the confirmation names it, so that it confirms what was shown.
    pub(super) uploads: i64,
    /// "97 registered", "2 not found": what would be written.
    pub(super) sums: Vec<Fact>,
    pub(super) to_write: usize,
    pub(super) items: Vec<ItemRow>,
    pub(super) problems: Vec<ProblemRow>,
    pub(super) form: FormView,
}

/// Somebody on a list.
#[derive(Serialize)]
pub(super) struct ItemRow {
    pub(super) name: String,
    pub(super) href: String,
    pub(super) number: String,
    /// "" before there are results.
    pub(super) outcome: &'static str,
    pub(super) kind: &'static str,
    pub(super) until: String,
    /// Name and status as the register has them, where they matter.
    pub(super) found: String,
}

/// A row of the file that was left out.
#[derive(Serialize)]
pub(super) struct ProblemRow {
    pub(super) line: usize,
    pub(super) words: String,
}

/// One person's registration.
#[derive(Serialize)]
pub(super) struct PersonView {
    pub(super) base: String,
    pub(super) person_href: String,
    pub(super) name: String,
    pub(super) facts: Vec<Fact>,
    pub(super) has_number: bool,
    pub(super) query: Option<PersonQuery>,
    pub(super) checks: Vec<CheckRow>,
    pub(super) outcomes: Vec<Choice>,
    pub(super) settlements: Vec<Choice>,
    pub(super) form: FormView,
}

/// The query that waits.
#[derive(Serialize)]
pub(super) struct PersonQuery {
    pub(super) href: String,
    pub(super) facts: Vec<Fact>,
}

/// A check.
#[derive(Serialize)]
pub(super) struct CheckRow {
    pub(super) on: String,
    pub(super) number: String,
    pub(super) outcome: &'static str,
    pub(super) kind: &'static str,
    pub(super) until: String,
    pub(super) found: String,
    pub(super) who: String,
}

/// A choice of a form.
#[derive(Serialize)]
pub(super) struct Choice {
    pub(super) value: &'static str,
    pub(super) label: &'static str,
    pub(super) hint: &'static str,
}

/// What a check can have come to, for the form.
pub(super) fn outcome_choices() -> Vec<Choice> {
    let label = |outcome: Outcome| match outcome {
        Outcome::Matched => "Registered, under this name",
        Outcome::NameDiffers => "Registered, under another name",
        Outcome::NotFound => "The register does not know the number",
        Outcome::NotRegistered => "The register does not call them registered",
    };
    let hint = |outcome: Outcome| if outcome.opens_query() { "Opens a query, and changes nothing else." } else { "" };
    Outcome::ALL.map(|one| Choice { value: one.word(), label: label(one), hint: hint(one) }).into()
}

/// What an officer can say about a query, for the form.
pub(super) fn settlement_choices() -> Vec<Choice> {
    let said = |state: QueryState| match state {
        QueryState::PutRight => {
            ("I have put it right", "A number or a name here was wrong. A corrected number is due a check.")
        }
        QueryState::Asked => ("I have asked the member", "The query waits for the answer."),
        _ => ("All is in order", "For example a new surname, or the register was late."),
    };
    QueryState::SAID.map(|one| Choice { value: one.word(), label: said(one).0, hint: said(one).1 }).into()
}

/// What the register said, in a line: "Asha Verma, Lapsed".
pub(super) fn found_words(name: Option<String>, status: Option<String>) -> String {
    name.into_iter().chain(status).collect::<Vec<_>>().join(", ")
}

/// "12 people", the first of them shown.
pub(super) fn counted(total: u64, shown: usize) -> String {
    let all = people(total);
    if total > shown as u64 { format!("{all}, the first {shown} by name") } else { all }
}
