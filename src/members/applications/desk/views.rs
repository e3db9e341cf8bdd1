//! Exactly what the desk's templates may see.

use chrono::NaiveDate;
use serde::Serialize;

use crate::kernel::uk_time::{date_and_time, london_date, long_date};
use crate::members::applications::queries::{DecisionRow, PossibleDuplicate, QueueFilter, QueueRow};
use crate::members::applications::{
    ApplicationRecord, ApplicationState, Decision, RefusalReason, Urgency, clock_words,
};
use crate::members::membership::OfferedType;
use crate::web::{FormView, Pagination};

/// The queue.
#[derive(Serialize)]
pub(super) struct QueueView {
    pub(super) filters: Vec<FilterLink>,
    pub(super) title: &'static str,
    pub(super) rows: Vec<QueueLine>,
    pub(super) pages: Pagination,
}

/// A part of the queue as a link.
#[derive(Serialize)]
pub(super) struct FilterLink {
    pub(super) label: &'static str,
    pub(super) href: String,
    pub(super) is_current: bool,
}

/// One line of the queue.
#[derive(Serialize)]
pub(super) struct QueueLine {
    href: String,
    name: String,
    reference: String,
    kind: &'static str,
    type_name: String,
    sent_on: String,
    clock: String,
    clock_kind: &'static str,
    state: &'static str,
    note: &'static str,
}

/// The links above the queue.
pub(super) fn filter_links(current: QueueFilter) -> Vec<FilterLink> {
    let link = |filter: QueueFilter| FilterLink {
        label: filter.label(),
        href: format!("/admin/applications?show={}", filter.word()),
        is_current: filter == current,
    };
    QueueFilter::ALL.into_iter().map(link).collect()
}

impl QueueLine {
    pub(super) fn new(row: QueueRow, today: NaiveDate) -> Self {
        let application = row.application;
        let (clock, clock_kind) = clock(&application, today);
        Self {
            href: format!("/admin/applications/{}", application.reference),
            name: row.person_name,
            kind: application.kind.label(),
            type_name: row.type_name,
            sent_on: application.submitted_at.map(|at| long_date(london_date(at))).unwrap_or_default(),
            clock,
            clock_kind,
            state: application.state.label(),
            note: if row.has_first_approval && application.state == ApplicationState::Submitted {
                "One person has approved; a second one is needed"
            } else {
                ""
            },
            reference: application.reference,
        }
    }
}

/// The 21 days in words and colour; nothing once it is decided.
fn clock(application: &ApplicationRecord, today: NaiveDate) -> (String, &'static str) {
    match (application.state, application.reply_by) {
        (ApplicationState::Submitted, Some(due)) => (clock_words(due, today), Urgency::of(due, today).tag()),
        (ApplicationState::WaitingForEvidence, _) => ("The clock stands still".to_owned(), "plain"),
        _ => (String::new(), "plain"),
    }
}

/// One application.
#[derive(Serialize)]
pub(super) struct ApplicationView {
    pub(super) form: FormView,
    pub(super) reference: String,
    pub(super) name: String,
    pub(super) emails: Vec<String>,
    pub(super) standing: String,
    pub(super) kind: &'static str,
    pub(super) type_name: String,
    pub(super) type_note: String,
    pub(super) state: &'static str,
    pub(super) state_words: &'static str,
    pub(super) sent_on: String,
    pub(super) reply_by: String,
    pub(super) clock: String,
    pub(super) clock_kind: &'static str,
    pub(super) answers: Vec<Line>,
    pub(super) evidence: Vec<Line>,
    /// What a decider should weigh, a sentence each.
    pub(super) cautions: Vec<String>,
    pub(super) duplicates: Vec<DuplicateView>,
    pub(super) history: Vec<HistoryLine>,
    pub(super) decisions: Vec<DecisionChoice>,
    pub(super) reasons: Vec<DecisionChoice>,
    /// Why this officer cannot decide; "" when they may.
    pub(super) cannot: &'static str,
    pub(super) may_decide: bool,
    pub(super) may_review: bool,
}

/// A label and its words.
#[derive(Serialize)]
pub(super) struct Line {
    pub(super) label: String,
    pub(super) value: String,
}

/// Somebody who may be the applicant.
#[derive(Serialize)]
pub(super) struct DuplicateView {
    name: String,
    reference: String,
    why: String,
}

impl From<PossibleDuplicate> for DuplicateView {
    fn from(found: PossibleDuplicate) -> Self {
        Self { name: found.name, reference: found.reference, why: found.why.join(", ") }
    }
}

/// One thing that was decided.
#[derive(Serialize)]
pub(super) struct HistoryLine {
    when: String,
    who: String,
    what: &'static str,
    reason: String,
    minute: String,
}

impl From<DecisionRow> for HistoryLine {
    fn from(row: DecisionRow) -> Self {
        let code = row.reason_code.as_deref().and_then(RefusalReason::parse).map(RefusalReason::label);
        let reason = [code.map(str::to_owned), row.reason].into_iter().flatten().collect::<Vec<_>>().join(": ");
        Self {
            when: date_and_time(row.decided_at),
            who: row.decider_name,
            what: Decision::parse(&row.decision).map_or("", Decision::label),
            reason,
            minute: row.minute_reference.unwrap_or_default(),
        }
    }
}

/// A choice of the form.
#[derive(Serialize)]
pub(super) struct DecisionChoice {
    value: &'static str,
    label: &'static str,
    hint: &'static str,
}

/// What may be decided on an application in this state.
pub(super) fn decision_choices(state: ApplicationState) -> Vec<DecisionChoice> {
    let offered = Decision::ALL
        .into_iter()
        .filter(|decision| !(*decision == Decision::Ask && state == ApplicationState::WaitingForEvidence));
    offered.map(choice).collect()
}

fn choice(decision: Decision) -> DecisionChoice {
    let (label, hint) = match decision {
        Decision::Approve => ("Approve", "The applicant gets a letter with the way to pay"),
        Decision::Ask => ("Ask for more", "The applicant gets your question; the clock stands still until they answer"),
        Decision::Refuse => ("Refuse", "The applicant gets your reason, and how to appeal"),
        Decision::Duplicate => {
            ("Already on record", "Closed without a letter; merge the two records, or write to them")
        }
    };
    DecisionChoice { value: decision.word(), label, hint }
}

/// Reasons of refusal.
pub(super) fn reason_choices() -> Vec<DecisionChoice> {
    RefusalReason::ALL
        .into_iter()
        .map(|reason| DecisionChoice { value: reason.word(), label: reason.label(), hint: "" })
        .collect()
}

/// The clock of one application.
pub(super) fn clock_of(application: &ApplicationRecord, today: NaiveDate) -> (String, &'static str) {
    clock(application, today)
}

/// What the type demands of its deciders.
pub(super) fn type_note(offered: &OfferedType, is_undecided: bool) -> String {
    match (offered.version.needs_decision, offered.version.needs_second_decider) {
        (false, _) if is_undecided => "Usually approved by its rule; this application waits for a decision".to_owned(),
        (false, _) => "This type is approved by its rule; officers look afterwards".to_owned(),
        (true, true) => "Two people must approve".to_owned(),
        (true, false) => String::new(),
    }
}
