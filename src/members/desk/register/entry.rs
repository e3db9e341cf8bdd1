//! Who was a member on a day, from which day to which (CH-05): one pure function of a person's terms.
//!
//! Joined is the first day of the unbroken run of terms that holds the day asked about, so somebody who lapsed and came back
//! joined again on the day they came back; the first day ever stands beside it. Left is the last day of that run, once it is
//! over. The days of grace after a term are time to renew and not membership: whoever does not renew left when the term
//! ended, and whoever does has no gap. So the same day may be told differently before and after a late renewal, as it should.

use chrono::{Days, NaiveDate};

use crate::members::membership::GRACE_DAYS;

/// A term as far as the register is concerned. Only terms that count are given: paid for, or resting on something else, and at
/// least one day long.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct RegisterTerm {
    /// Class of member: the name of the type as the term was taken.
    pub(super) class: String,
    /// First day.
    pub(super) starts_on: NaiveDate,
    /// The last day it really ran to, inclusive.
    pub(super) last_day: NaiveDate,
    /// It ran to its end, and was not cut short by leaving.
    pub(super) ran_out: bool,
}

/// Where a person stands in the register of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Entry {
    /// A member that day.
    Member {
        /// Class that day.
        class: String,
        /// First day of this unbroken membership.
        joined_on: NaiveDate,
        /// Its last day, when that is over by today.
        left_on: Option<NaiveDate>,
    },
    /// Their term had run out at most 30 days before, and they have not renewed as far as is known today.
    InGrace {
        /// Class they had.
        class: String,
        /// Last day of the term.
        ended_on: NaiveDate,
    },
    /// Neither.
    Absent,
}

/// Where the person with these terms stood on `on`, as it is known on `today`.
pub(super) fn entry_on(terms: &[RegisterTerm], on: NaiveDate, today: NaiveDate) -> Entry {
    let held =
        terms.iter().filter(|term| term.starts_on <= on && on <= term.last_day).max_by_key(|term| term.starts_on);
    if let Some(term) = held {
        let (joined_on, last_day) = run_around(terms, on);
        let left_on = (last_day < today).then_some(last_day);
        return Entry::Member { class: term.class.clone(), joined_on, left_on };
    }
    let grace_began = on.checked_sub_days(Days::new(GRACE_DAYS)).unwrap_or(on);
    let latest = terms.iter().filter(|term| term.last_day < on).max_by_key(|term| (term.last_day, term.ran_out));
    match latest {
        Some(term) if term.ran_out && term.last_day >= grace_began => {
            Entry::InGrace { class: term.class.clone(), ended_on: term.last_day }
        }
        _ => Entry::Absent,
    }
}

/// First and last day of the run of terms around `on` that has no day between.
fn run_around(terms: &[RegisterTerm], on: NaiveDate) -> (NaiveDate, NaiveDate) {
    let (mut first, mut last) = (on, on);
    loop {
        let touches = |term: &&RegisterTerm| {
            let day_before = first.pred_opt().unwrap_or(first);
            let day_after = last.succ_opt().unwrap_or(last);
            term.starts_on <= day_after && term.last_day >= day_before
        };
        let wider = terms
            .iter()
            .filter(touches)
            .fold((first, last), |(from, to), term| (from.min(term.starts_on), to.max(term.last_day)));
        if wider == (first, last) {
            return wider;
        }
        (first, last) = wider;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn term(class: &str, starts_on: &str, last_day: &str, ran_out: bool) -> RegisterTerm {
        RegisterTerm { class: class.to_owned(), starts_on: day(starts_on), last_day: day(last_day), ran_out }
    }

    fn member(class: &str, joined_on: &str, left_on: Option<&str>) -> Entry {
        Entry::Member { class: class.to_owned(), joined_on: day(joined_on), left_on: left_on.map(day) }
    }

    #[test]
    fn ch_05_somebody_who_left_on_1_march_is_on_the_list_of_28_february_and_off_that_of_2_march() {
        let terms = [term("Full", "2025-06-01", "2026-03-01", false)];
        let today = day("2026-06-01");

        let wanted = member("Full", "2025-06-01", Some("2026-03-01"));
        assert_eq!(entry_on(&terms, day("2026-02-28"), today), wanted);
        assert_eq!(entry_on(&terms, day("2026-03-01"), today), wanted);
        assert_eq!(entry_on(&terms, day("2026-03-02"), today), Entry::Absent);
        assert_eq!(entry_on(&terms, day("2025-05-31"), today), Entry::Absent);
        assert_eq!(entry_on(&terms, day("2026-02-28"), day("2026-02-28")), member("Full", "2025-06-01", None));
    }

    #[test]
    fn a_run_goes_through_renewals_and_changes_of_type_and_begins_again_after_a_gap() {
        let terms = [
            term("Full", "2022-01-10", "2023-01-09", true),
            term("Full", "2024-02-01", "2025-01-31", true),
            term("Associate", "2025-02-01", "2025-06-30", false),
            term("Full", "2025-07-01", "2026-06-30", true),
        ];
        let today = day("2026-06-01");

        let table = [
            ("2022-05-01", member("Full", "2022-01-10", Some("2023-01-09"))),
            ("2024-02-01", member("Full", "2024-02-01", None)),
            ("2025-03-01", member("Associate", "2024-02-01", None)),
            ("2026-06-30", member("Full", "2024-02-01", None)),
            ("2023-01-31", Entry::InGrace { class: "Full".to_owned(), ended_on: day("2023-01-09") }),
            ("2023-02-08", Entry::InGrace { class: "Full".to_owned(), ended_on: day("2023-01-09") }),
            ("2023-02-09", Entry::Absent),
        ];
        for (on, wanted) in table {
            assert_eq!(entry_on(&terms, day(on), today), wanted, "{on}");
        }
    }

    #[test]
    fn a_renewal_in_grace_closes_the_gap_for_the_days_already_gone() {
        let before = [term("Full", "2025-03-01", "2026-02-28", true)];
        let after = [before[0].clone(), term("Full", "2026-03-01", "2027-02-28", true)];
        let (on, today) = (day("2026-03-10"), day("2026-03-20"));

        assert_eq!(
            entry_on(&before, on, today),
            Entry::InGrace { class: "Full".to_owned(), ended_on: day("2026-02-28") }
        );
        assert_eq!(entry_on(&after, on, today), member("Full", "2025-03-01", None));
    }

    #[test]
    fn nobody_stays_after_the_29th_of_february_who_left_on_it() {
        let terms = [term("Life", "2020-02-29", "2028-02-29", false)];

        assert!(matches!(entry_on(&terms, day("2028-02-29"), day("2028-03-01")), Entry::Member { .. }));
        assert_eq!(entry_on(&terms, day("2028-03-01"), day("2028-03-01")), Entry::Absent);
        assert_eq!(entry_on(&[], day("2028-03-01"), day("2028-03-01")), Entry::Absent);
    }
}
