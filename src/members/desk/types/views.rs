//! What the pages of types may see.

use chrono::NaiveDate;
use serde::Serialize;

use super::evidence_fields;
use super::queries::{PastVersion, TypeHistory};
use super::term_fields::{FIXED, ROLLING};
use crate::members::desk::day_field::day_words;
use crate::members::membership::{AppliedForBy, TypeVersion};
use crate::web::{FormView, MomentView};

/// The list.
#[derive(Serialize)]
pub(super) struct TypesView {
    pub(super) types: Vec<TypeRow>,
}

/// A type in the list.
#[derive(Serialize)]
pub(super) struct TypeRow {
    href: String,
    name: String,
    who_for: String,
    joining_price: String,
    renewal_price: String,
    term: String,
    decided: &'static str,
    /// "From 1 April 2027: …", one for each version to come.
    coming: Vec<String>,
    closed: Option<String>,
}

/// One type with its history.
#[derive(Serialize)]
pub(super) struct TypeView {
    pub(super) base: String,
    pub(super) name: String,
    pub(super) code: String,
    pub(super) versions: Vec<VersionView>,
    pub(super) closed: Option<String>,
    pub(super) is_closed: bool,
    pub(super) is_in_profession: bool,
    pub(super) form: FormView,
}

/// One version in words.
#[derive(Serialize)]
pub(super) struct VersionView {
    from: String,
    state: &'static str,
    state_kind: &'static str,
    name: String,
    who_for: String,
    rights: Vec<String>,
    facts: Vec<Fact>,
    written: String,
    written_at: MomentView,
    terms: i64,
}

#[derive(Clone, Serialize)]
pub(super) struct Fact {
    pub(super) label: &'static str,
    pub(super) value: String,
}

/// The form of a new type or a new version.
#[derive(Serialize)]
pub(super) struct VersionFormView {
    pub(super) action: String,
    pub(super) back: String,
    /// The type's name now; none for a new type.
    pub(super) stored: Option<String>,
    pub(super) form: FormView,
    pub(super) who_may_ask: Vec<Choice>,
    pub(super) term_kinds: Vec<Choice>,
    pub(super) months: Vec<Choice>,
    pub(super) roles: Vec<Choice>,
}

/// A choice.
#[derive(Serialize)]
pub(super) struct Choice {
    pub(super) value: &'static str,
    pub(super) label: &'static str,
}

/// Who may ask for a type, as choices.
pub(super) fn who_may_ask() -> Vec<Choice> {
    AppliedForBy::OFFERED.map(|who| Choice { value: who.word(), label: asked_by(who) }).into()
}

fn asked_by(who: AppliedForBy) -> &'static str {
    match who {
        AppliedForBy::Anyone => "Anybody, on the join page",
        AppliedForBy::Invitation => "Somebody who was invited",
        AppliedForBy::Trustees => "Nobody: the trustees give it, and whoever has it renews it",
    }
}

/// A type in the list as it is today.
pub(super) fn type_row(history: &TypeHistory, today: NaiveDate) -> Option<TypeRow> {
    let shown = history.in_force(today).or(history.versions.last())?;
    let version = &shown.version;
    let coming = |past: &PastVersion| {
        let (from, version) = (day_words(past.valid_from), &past.version);
        format!("From {from}: {} to join, {} to renew", version.joining_price, version.renewal_price)
    };
    let mut coming: Vec<String> = history.coming(today).map(coming).collect();
    coming.reverse();
    Some(TypeRow {
        href: format!("/admin/membership-types/{}", history.code),
        name: version.name.clone(),
        who_for: version.who_for.clone(),
        joining_price: version.joining_price.to_string(),
        renewal_price: version.renewal_price.to_string(),
        term: version.term_rule().words(),
        decided: decided(version.needs_decision, version.needs_second_decider),
        coming,
        closed: closed_words(history.closed_on, today),
    })
}

/// What is said of a closed type, or one that closes.
pub(super) fn closed_words(closed_on: Option<NaiveDate>, today: NaiveDate) -> Option<String> {
    let day = closed_on?;
    let verb = if day <= today { "Closed since" } else { "Closes on" };
    Some(format!("{verb} {}", day_words(day)))
}

/// Every version in words, the newest first.
pub(super) fn version_views(history: &TypeHistory, today: NaiveDate) -> Vec<VersionView> {
    let current = history.in_force(today).map(|past| past.valid_from);
    let view = |past: &PastVersion| {
        let (state, state_kind) = match current {
            Some(day) if day == past.valid_from => ("In force", "done"),
            Some(day) if past.valid_from < day => ("Past", "plain"),
            _ => ("To come", "caution"),
        };
        let version = &past.version;
        let yes = |is: bool| if is { "Yes" } else { "No" }.to_owned();
        let fact = |label, value| Fact { label, value };
        VersionView {
            from: day_words(past.valid_from),
            state,
            state_kind,
            name: version.name.clone(),
            who_for: version.who_for.clone(),
            rights: version.rights.lines().map(str::to_owned).collect(),
            facts: [
                vec![
                    fact("Price to join", version.joining_price.to_string()),
                    fact("Price to renew", version.renewal_price.to_string()),
                    fact("Length of a term", version.term_rule().words()),
                    fact("Who may ask for it", asked_by(version.applied_for_by).to_owned()),
                    fact("Applications", decided(version.needs_decision, version.needs_second_decider).to_owned()),
                    fact("Asks for a registration number", yes(version.asks_registration)),
                ],
                evidence_fields::facts(version),
                vec![
                    fact("Renewals", renewed(version.renewal_needs_decision).to_owned()),
                    fact("Has a vote", yes(version.has_vote)),
                    fact("Pays the member price for training", yes(version.gives_member_price)),
                    fact("May be in the directory", yes(version.is_in_directory)),
                ],
                year_facts(version),
            ]
            .concat(),
            written: past.written_by.clone().unwrap_or_else(|| "the system".to_owned()),
            written_at: MomentView::short(past.written_at),
            terms: past.terms,
        }
    };
    history.versions.iter().map(view).collect()
}

fn decided(needs_decision: bool, needs_second: bool) -> &'static str {
    match (needs_decision, needs_second) {
        (false, _) => "Straight to payment",
        (true, false) => "One person decides",
        (true, true) => "Two people decide",
    }
}

fn renewed(needs_decision: bool) -> &'static str {
    if needs_decision { "Applied for, and decided each time" } else { "Straight to payment" }
}

/// What is true of a fixed year only, and who may come back without a new decision.
fn year_facts(version: &TypeVersion) -> Vec<Fact> {
    let mut facts = Vec::new();
    if let Some(year) = version.fixed_year {
        let rolls_over = year.rolls_over.map_or_else(
            || "Never".to_owned(),
            |day| format!("Whoever begins from {} on has the rest of the year and all of the next", day.words()),
        );
        let parts = year.lowest_price.map_or_else(
            || "The whole price".to_owned(),
            |lowest| format!("A twelfth of the price for each whole month left, {lowest} at least"),
        );
        facts.push(Fact { label: "Roll-over", value: rolls_over });
        facts.push(Fact { label: "Part of a year costs", value: parts });
    }
    let rejoin = match version.rejoin_months {
        None => "However long ago they left".to_owned(),
        Some(1) => "Within 1 month of their last day".to_owned(),
        Some(months) => format!("Within {months} months of their last day"),
    };
    facts.push(Fact { label: "Come back without a new decision", value: rejoin });
    facts
}

/// The months of a year, as choices.
pub(super) fn months_of_year() -> Vec<Choice> {
    MONTHS.iter().map(|(value, label)| Choice { value, label }).collect()
}

/// How long a term lasts, as choices.
pub(super) fn term_kinds() -> Vec<Choice> {
    vec![
        Choice { value: ROLLING, label: "So many months from its own first day" },
        Choice { value: FIXED, label: "A membership year that is the same for everybody" },
    ]
}

const MONTHS: [(&str, &str); 12] = [
    ("1", "January"),
    ("2", "February"),
    ("3", "March"),
    ("4", "April"),
    ("5", "May"),
    ("6", "June"),
    ("7", "July"),
    ("8", "August"),
    ("9", "September"),
    ("10", "October"),
    ("11", "November"),
    ("12", "December"),
];
