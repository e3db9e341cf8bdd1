//! One membership's terms as the reports read them, and their unbroken runs. Pure.

use chrono::NaiveDate;

/// A term that counts: it ran for at least a day, paid for where it must be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Span {
    pub(super) starts_on: NaiveDate,
    /// The last London day it really ran to, inclusive.
    pub(super) last_day: NaiveDate,
    /// It ran to the end it was given for; otherwise it was ended on purpose and had no grace.
    pub(super) ran_out: bool,
    /// A pause, an extension or a change of type: it puts the end of the term before off, and nobody renewed.
    pub(super) puts_off: bool,
    /// The London day on which its money came or it was given; none when nobody knows, as for what was imported.
    pub(super) made_on: Option<NaiveDate>,
}

/// Terms without a day between them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    pub(super) starts_on: NaiveDate,
    pub(super) last_day: NaiveDate,
    pub(super) ran_out: bool,
}

/// The unbroken runs of these terms, which come in the order of their first days.
pub(super) fn runs(terms: &[Span]) -> Vec<Run> {
    let mut runs: Vec<Run> = Vec::new();
    for term in terms {
        let joins = |run: &&mut Run| run.last_day.succ_opt().is_none_or(|next| term.starts_on <= next);
        match runs.last_mut().filter(joins) {
            Some(run) if term.last_day > run.last_day => (run.last_day, run.ran_out) = (term.last_day, term.ran_out),
            Some(run) => run.ran_out |= term.last_day == run.last_day && term.ran_out,
            None => runs.push(Run { starts_on: term.starts_on, last_day: term.last_day, ran_out: term.ran_out }),
        }
    }
    runs
}

/// What the tables of the reports are tried on.
#[cfg(test)]
pub(super) mod samples {
    use super::Span;

    pub(in crate::members::desk::reports) fn day(text: &str) -> chrono::NaiveDate {
        text.parse().unwrap()
    }

    /// A term that ran to its end and was paid for on its first day.
    pub(in crate::members::desk::reports) fn term(starts_on: &str, last_day: &str) -> Span {
        Span {
            starts_on: day(starts_on),
            last_day: day(last_day),
            ran_out: true,
            puts_off: false,
            made_on: Some(day(starts_on)),
        }
    }

    pub(in crate::members::desk::reports) fn made(on: &str, span: Span) -> Span {
        Span { made_on: Some(day(on)), ..span }
    }

    pub(in crate::members::desk::reports) fn ended_early(span: Span) -> Span {
        Span { ran_out: false, ..span }
    }

    pub(in crate::members::desk::reports) fn putting_off(span: Span) -> Span {
        Span { puts_off: true, ..span }
    }
}

#[cfg(test)]
mod tests {
    use super::samples::{day, ended_early, term};
    use super::*;

    #[test]
    fn a_run_goes_on_from_one_day_to_the_next_and_ends_with_a_day_between() {
        let terms = [
            term("2023-03-01", "2024-02-29"),
            term("2024-03-01", "2025-02-28"),
            term("2025-03-02", "2026-03-01"),
            ended_early(term("2025-06-01", "2026-03-01")),
            ended_early(term("2026-02-01", "2026-05-31")),
        ];

        let run = |from, to, ran_out| Run { starts_on: day(from), last_day: day(to), ran_out };
        assert_eq!(runs(&terms), [run("2023-03-01", "2025-02-28", true), run("2025-03-02", "2026-05-31", false)]);
        assert_eq!(runs(&terms[..4])[1], run("2025-03-02", "2026-03-01", true));
        assert_eq!(runs(&[]), []);
    }
}
