//! Who joined in a year, and who of them was still a member one, two and three years later (rules 2.19). Pure.
//!
//! Asked on the day on which another year of membership would begin, of those for whom that day and the days of grace after it
//! are over: a renewal in grace closes the gap, so earlier nobody knows.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use super::spans::Span;
use crate::kernel::membership_months::add_months_inclusive_end;
use crate::members::membership::GRACE_DAYS;

/// How many years are looked at.
pub(super) const YEARS: usize = 3;

/// After so many years.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct After {
    /// Those for whom it is known.
    pub(super) reached: i64,
    /// Of these, those who were members.
    pub(super) members: i64,
}

/// Everybody whose first term on record began in one calendar year.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Cohort {
    pub(super) joined: i64,
    /// After one year, two, three.
    pub(super) after: [After; YEARS],
}

/// Cohorts by the year of joining.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Cohorts(pub(super) BTreeMap<i32, Cohort>);

impl Cohorts {
    /// Adds one membership, its terms in the order of their first days.
    pub(super) fn add(&mut self, terms: &[Span], today: NaiveDate) {
        let Some(first) = terms.first().map(|term| term.starts_on).filter(|day| *day <= today) else { return };
        let cohort = self.0.entry(first.year()).or_default();
        cohort.joined += 1;
        for (after, months) in cohort.after.iter_mut().zip((12..).step_by(12)) {
            let Some(day) = add_months_inclusive_end(first, months).succ_opt() else { continue };
            if day.checked_add_days(Days::new(GRACE_DAYS)).is_some_and(|known_on| known_on <= today) {
                after.reached += 1;
                after.members += i64::from(terms.iter().any(|term| term.starts_on <= day && day <= term.last_day));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::spans::samples::{day, ended_early, term};
    use super::*;

    fn told(terms: &[Span], today: &str) -> Vec<(i32, Vec<(i64, i64)>)> {
        let mut cohorts = Cohorts::default();
        cohorts.add(terms, day(today));
        let after = |cohort: &Cohort| cohort.after.iter().map(|after| (after.reached, after.members)).collect();
        cohorts.0.iter().map(|(year, cohort)| (*year, after(cohort))).collect()
    }

    #[test]
    fn rules_2_19_the_next_year_is_known_when_its_grace_is_over() {
        let once = [term("2024-12-31", "2025-12-30")];
        let twice = [once[0], term("2025-12-31", "2026-12-30")];

        let not_yet = vec![(0, 0), (0, 0), (0, 0)];
        assert_eq!(told(&once, "2026-01-29"), [(2024, not_yet.clone())]);
        assert_eq!(told(&once, "2026-01-30"), [(2024, vec![(1, 0), (0, 0), (0, 0)])]);
        assert_eq!(told(&twice, "2026-01-29"), [(2024, not_yet)]);
        assert_eq!(told(&twice, "2026-01-30"), [(2024, vec![(1, 1), (0, 0), (0, 0)])]);
        assert_eq!(told(&twice, "2028-02-01"), [(2024, vec![(1, 1), (1, 0), (1, 0)])]);
    }

    #[test]
    fn who_joined_on_the_29th_of_february_begins_the_next_year_on_1_march() {
        let kept = [term("2024-02-29", "2025-02-28"), term("2025-03-01", "2026-02-28")];
        let left = [term("2024-02-29", "2025-02-28")];

        assert_eq!(told(&kept, "2025-03-30"), [(2024, vec![(0, 0), (0, 0), (0, 0)])]);
        assert_eq!(told(&kept, "2025-03-31"), [(2024, vec![(1, 1), (0, 0), (0, 0)])]);
        assert_eq!(told(&left, "2025-03-31"), [(2024, vec![(1, 0), (0, 0), (0, 0)])]);
    }

    #[test]
    fn who_came_back_counts_again_and_who_has_not_begun_does_not_count() {
        let back = [term("2022-05-01", "2023-04-30"), ended_early(term("2024-02-01", "2024-06-30"))];

        assert_eq!(told(&back, "2026-01-01"), [(2022, vec![(1, 0), (1, 1), (1, 0)])]);
        assert_eq!(told(&[term("2026-01-02", "2027-01-01")], "2026-01-01"), []);
        assert_eq!(told(&[], "2026-01-01"), []);
        assert_eq!(told(&[term("2020-01-01", "9999-12-31")], "2026-01-01"), [(2020, vec![(1, 1), (1, 1), (1, 1)])]);
    }
}
