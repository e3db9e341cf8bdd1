//! Who left, and why: by the dated facts on record, or because a term ran out (rules 2.3, 2.19). Pure.
//!
//! Somebody leaves on the last day of an unbroken run of terms. One that only ran out counts when its days of grace are over.

use std::collections::BTreeMap;

use chrono::{Days, NaiveDate};

use super::spans::{Run, Span, runs};
use crate::members::membership::{FactKind, GRACE_DAYS};

/// A dated fact that may have ended a membership; none that was taken back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct EndingFact {
    pub(super) kind: FactKind,
    pub(super) starts_on: NaiveDate,
    /// Its last day, when a later term answered it.
    pub(super) ends_on: Option<NaiveDate>,
    pub(super) reason: Option<String>,
}

/// Why a membership ended. Sorted as the table lists them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Cause {
    GaveNotice,
    RanOut,
    Removed,
    Died,
    EndedEarly,
}

impl Cause {
    pub(super) const ALL: [Self; 5] = [Self::GaveNotice, Self::RanOut, Self::Removed, Self::Died, Self::EndedEarly];

    /// As officers read it.
    pub(super) const fn label(self) -> &'static str {
        match self {
            Self::GaveNotice => "Gave notice",
            Self::RanOut => "Did not renew",
            Self::Removed => "Removed by resolution",
            Self::Died => "Died",
            Self::EndedEarly => "Ended early: money taken back, or a correction",
        }
    }
}

/// A membership that ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Left<'a> {
    /// Its last day.
    pub(super) on: NaiveDate,
    pub(super) cause: Cause,
    /// What whoever gave notice said, if anything.
    pub(super) reason: Option<&'a str>,
    /// They have joined again since.
    pub(super) is_back: bool,
}

/// Every time one person left up to `today`; `terms` in the order of their first days.
pub(super) fn leavings<'a>(terms: &[Span], facts: &'a [EndingFact], today: NaiveDate) -> Vec<Left<'a>> {
    let runs = runs(terms);
    let mut found = Vec::new();
    for (at, run) in runs.iter().enumerate() {
        let next = runs.get(at + 1);
        let (cause, reason) = cause_of(run, next, facts, today);
        let grace = if cause == Cause::RanOut { GRACE_DAYS } else { 0 };
        let Some(until) = run.last_day.checked_add_days(Days::new(grace)) else { continue };
        if until >= today || next.is_some_and(|next| next.starts_on <= until) {
            continue;
        }
        let is_back = next.is_some_and(|next| next.starts_on <= today);
        found.push(Left { on: run.last_day, cause, reason, is_back });
    }
    found
}

fn cause_of<'a>(run: &Run, next: Option<&Run>, facts: &'a [EndingFact], today: NaiveDate) -> (Cause, Option<&'a str>) {
    let notice = facts.iter().find(|fact| fact.kind == FactKind::Resigned && ended_by_notice(fact, run, next));
    // What happened in the days of grace ended the membership; after them it had ended by itself.
    let days = if run.ran_out && notice.is_none() { GRACE_DAYS } else { 1 };
    let last = run.last_day.checked_add_days(Days::new(days)).unwrap_or(NaiveDate::MAX).min(today);
    let has = |kind: FactKind| {
        facts.iter().any(|fact| fact.kind == kind && run.starts_on <= fact.starts_on && fact.starts_on <= last)
    };
    if has(FactKind::Died) {
        (Cause::Died, None)
    } else if has(FactKind::Removed) {
        (Cause::Removed, None)
    } else if let Some(notice) = notice {
        (Cause::GaveNotice, notice.reason.as_deref())
    } else if run.ran_out {
        (Cause::RanOut, None)
    } else {
        (Cause::EndedEarly, None)
    }
}

/// The notice held on the last day, or was given in the days after it and before any next term.
fn ended_by_notice(fact: &EndingFact, run: &Run, next: Option<&Run>) -> bool {
    let held = fact.starts_on <= run.last_day && fact.ends_on.is_none_or(|last| last >= run.last_day);
    let after = fact.starts_on > run.last_day && next.is_none_or(|next| fact.starts_on < next.starts_on);
    held || after
}

/// How many left, and how many of them are back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) left: i64,
    pub(super) back: i64,
}

impl Tally {
    fn add(&mut self, is_back: bool) {
        self.left += 1;
        self.back += i64::from(is_back);
    }
}

/// Those who left in a period, by cause, and those who gave notice by what they said.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Leavings {
    pub(super) causes: BTreeMap<Cause, Tally>,
    /// By the words in small letters: the words as first written, and how many wrote them.
    pub(super) reasons: BTreeMap<String, (String, Tally)>,
    /// Gave notice and no reason.
    pub(super) unsaid: Tally,
}

impl Leavings {
    /// Adds what one person did within the period.
    pub(super) fn add(&mut self, left: &[Left<'_>], (first, last): (NaiveDate, NaiveDate)) {
        for one in left.iter().filter(|one| first <= one.on && one.on <= last) {
            self.causes.entry(one.cause).or_default().add(one.is_back);
            if one.cause != Cause::GaveNotice {
                continue;
            }
            let words = one.reason.unwrap_or_default().split_whitespace().collect::<Vec<_>>().join(" ");
            if words.is_empty() {
                self.unsaid.add(one.is_back);
            } else {
                let same = words.trim_end_matches('.').to_lowercase();
                self.reasons.entry(same).or_insert((words, Tally::default())).1.add(one.is_back);
            }
        }
    }
}

#[cfg(test)]
#[path = "leaving_tests.rs"]
mod tests;
