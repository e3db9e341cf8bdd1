//! Who joined and who left, by month: pure, from everybody's terms.
//!
//! Somebody joins on the first day of an unbroken run of terms and leaves with its last day. A run that only just ran out is not
//! counted as left while its days of grace last: most of those people renew.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::members::membership::GRACE_DAYS;

/// A term that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) starts_on: NaiveDate,
    pub(super) last_day: NaiveDate,
    /// It ran to its end, so that its days of grace count.
    pub(super) ran_out: bool,
}

/// One month.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Month {
    pub(super) first_day: NaiveDate,
    pub(super) joined: u32,
    pub(super) left: u32,
}

/// The first day of the month `back` months before the one of `today`.
pub(super) fn month_before(today: NaiveDate, back: u32) -> NaiveDate {
    let first = today.with_day(1).unwrap_or(today);
    first.checked_sub_months(Months::new(back)).unwrap_or(first)
}

/// The last `count` months up to and with the one of `today`; `chains` holds the terms of one membership each.
pub(super) fn by_month<'a>(chains: impl Iterator<Item = &'a [Span]>, today: NaiveDate, count: u32) -> Vec<Month> {
    let mut months: BTreeMap<NaiveDate, Month> = (0..count)
        .map(|back| month_before(today, back))
        .map(|first_day| (first_day, Month { first_day, joined: 0, left: 0 }))
        .collect();
    for chain in chains {
        for run in runs(chain) {
            if run.starts_on <= today
                && let Some(month) = months.get_mut(&month_before(run.starts_on, 0))
            {
                month.joined += 1;
            }
            if has_left(run, today)
                && let Some(month) = months.get_mut(&month_before(run.last_day, 0))
            {
                month.left += 1;
            }
        }
    }
    months.into_values().collect()
}

fn has_left(run: Span, today: NaiveDate) -> bool {
    let grace = if run.ran_out { GRACE_DAYS } else { 0 };
    run.last_day.checked_add_days(Days::new(grace)).is_some_and(|last| last < today)
}

/// Unbroken runs of terms, each as one span.
fn runs(chain: &[Span]) -> Vec<Span> {
    let mut terms = chain.to_vec();
    terms.sort_by_key(|term| (term.starts_on, term.last_day));
    let mut runs: Vec<Span> = Vec::new();
    for term in terms {
        match runs.last_mut().filter(|run| run.last_day.succ_opt().is_none_or(|next| term.starts_on <= next)) {
            Some(run) if term.last_day > run.last_day => (run.last_day, run.ran_out) = (term.last_day, term.ran_out),
            Some(run) if term.last_day == run.last_day => run.ran_out |= term.ran_out,
            Some(_) => {}
            None => runs.push(term),
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn span(starts_on: &str, last_day: &str, ran_out: bool) -> Span {
        Span { starts_on: day(starts_on), last_day: day(last_day), ran_out }
    }

    fn told(chains: &[Vec<Span>], today: &str) -> Vec<(String, u32, u32)> {
        let months = by_month(chains.iter().map(Vec::as_slice), day(today), 4);
        months.iter().map(|month| (month.first_day.format("%Y-%m").to_string(), month.joined, month.left)).collect()
    }

    fn row(month: &str, joined: u32, left: u32) -> (String, u32, u32) {
        (month.to_owned(), joined, left)
    }

    #[test]
    fn a_renewal_is_neither_joining_nor_leaving() {
        let chain = vec![span("2025-04-10", "2026-04-09", true), span("2026-04-10", "2027-04-09", true)];

        assert_eq!(
            told(&[chain], "2026-06-15"),
            [row("2026-03", 0, 0), row("2026-04", 0, 0), row("2026-05", 0, 0), row("2026-06", 0, 0)]
        );
    }

    #[test]
    fn leaving_counts_in_the_month_of_the_last_day_and_running_out_only_after_grace() {
        let chains = [
            vec![span("2026-03-31", "2027-03-30", true)],
            vec![span("2025-06-01", "2026-04-30", false)],
            vec![span("2025-05-16", "2026-05-15", true)],
            vec![span("2024-05-16", "2026-05-16", true)],
        ];

        assert_eq!(
            told(&chains, "2026-06-15"),
            [row("2026-03", 1, 0), row("2026-04", 0, 1), row("2026-05", 0, 1), row("2026-06", 0, 0)]
        );
    }

    #[test]
    fn coming_back_after_a_gap_is_joining_again_and_a_term_to_come_is_not_yet() {
        let chain = vec![
            span("2024-01-01", "2024-12-31", true),
            span("2026-04-01", "2027-03-31", true),
            span("2027-04-01", "2028-03-31", true),
        ];
        let to_come = vec![span("2026-06-20", "2027-06-19", true)];

        assert_eq!(
            told(&[chain, to_come], "2026-06-15"),
            [row("2026-03", 0, 0), row("2026-04", 1, 0), row("2026-05", 0, 0), row("2026-06", 0, 0)]
        );
    }

    #[test]
    fn months_are_reckoned_from_the_first_day_at_the_end_of_long_months_too() {
        assert_eq!(month_before(day("2026-03-31"), 1), day("2026-02-01"));
        assert_eq!(month_before(day("2026-01-01"), 13), day("2024-12-01"));
    }
}
