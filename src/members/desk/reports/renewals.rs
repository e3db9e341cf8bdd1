//! What became of the terms that ran out, by the month of their last day (rules 2.19). Pure.
//!
//! Only a term that ran to its end came up for renewal: one that was ended on purpose is a leaving. A pause, an extension or a
//! change of type puts the end off, and it counts on its new day.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate};

use super::spans::Span;
use crate::kernel::membership_months::add_months_inclusive_end;
use crate::members::membership::GRACE_DAYS;

/// Whoever comes back within so many months of the last day was won back.
const WON_BACK_MONTHS: u32 = 12;

/// What became of a term that ran out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// The next term was paid for, or given, by the end of the last day. So was, for all that is on record, one without a gap
    /// that an officer wrote down when grace was over.
    InTime,
    /// It was paid for, or began, within the days of grace.
    InGrace,
    /// After grace, within twelve months of the last day.
    WonBack,
    /// Later than that.
    BackLater,
    /// Grace is over, and they have not come back.
    Gone,
    /// Grace still runs.
    Undecided,
}

/// How many ends there were of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Ends {
    pub(super) in_time: i64,
    pub(super) in_grace: i64,
    pub(super) won_back: i64,
    pub(super) back_later: i64,
    pub(super) gone: i64,
    pub(super) undecided: i64,
}

impl Ends {
    /// All of them.
    pub(super) fn all(self) -> i64 {
        self.decided() + self.undecided
    }

    /// Those whose days of grace are over, or that were renewed before.
    pub(super) fn decided(self) -> i64 {
        self.renewed() + self.won_back + self.back_later + self.gone
    }

    /// Those that were renewed without a gap in rights.
    pub(super) fn renewed(self) -> i64 {
        self.in_time + self.in_grace
    }

    fn add(&mut self, outcome: Outcome) {
        let figure = match outcome {
            Outcome::InTime => &mut self.in_time,
            Outcome::InGrace => &mut self.in_grace,
            Outcome::WonBack => &mut self.won_back,
            Outcome::BackLater => &mut self.back_later,
            Outcome::Gone => &mut self.gone,
            Outcome::Undecided => &mut self.undecided,
        };
        *figure += 1;
    }
}

/// Ends by the first day of their month.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct EndsByMonth(pub(super) BTreeMap<NaiveDate, Ends>);

impl EndsByMonth {
    /// Every month from `first` to `last`, without ends yet.
    pub(super) fn over((first, last): (NaiveDate, NaiveDate)) -> Self {
        let next = |month: &NaiveDate| month.checked_add_months(chrono::Months::new(1));
        let months = std::iter::successors(Some(month_of(first)), next).take_while(|month| *month <= last);
        Self(months.map(|month| (month, Ends::default())).collect())
    }

    /// Adds the ends of one membership that lie in the period.
    pub(super) fn add(&mut self, terms: &[Span], (first, last): (NaiveDate, NaiveDate), today: NaiveDate) {
        for (end, outcome) in ends(terms, today) {
            if first <= end
                && end <= last
                && let Some(month) = self.0.get_mut(&month_of(end))
            {
                month.add(outcome);
            }
        }
    }
}

fn month_of(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

/// The days on which terms of one membership ran out, with what became of each; `terms` in the order of their first days.
pub(super) fn ends(terms: &[Span], today: NaiveDate) -> Vec<(NaiveDate, Outcome)> {
    let mut found = Vec::new();
    for (at, term) in terms.iter().enumerate() {
        let end = term.last_day;
        let goes_on = |other: &Span| other.starts_on <= end && other.last_day > end;
        let was_told = |other: &Span| other.ran_out && other.last_day == end;
        if !term.ran_out || end >= today || terms.iter().any(goes_on) || terms[..at].iter().any(was_told) {
            continue;
        }
        let next = terms.iter().find(|other| other.starts_on > end && other.starts_on <= today);
        found.extend(outcome(end, next, today).map(|outcome| (end, outcome)));
    }
    found
}

/// None when the end was put off.
fn outcome(end: NaiveDate, next: Option<&Span>, today: NaiveDate) -> Option<Outcome> {
    let day_after = end.succ_opt()?;
    let grace_ends_on = end.checked_add_days(Days::new(GRACE_DAYS))?;
    let Some(next) = next else {
        return Some(if today > grace_ends_on { Outcome::Gone } else { Outcome::Undecided });
    };
    if next.starts_on == day_after {
        let in_grace = next.made_on.is_some_and(|made_on| end < made_on && made_on <= grace_ends_on);
        let renewed = if in_grace { Outcome::InGrace } else { Outcome::InTime };
        return (!next.puts_off).then_some(renewed);
    }
    Some(if next.starts_on <= grace_ends_on {
        Outcome::InGrace
    } else if next.starts_on <= add_months_inclusive_end(day_after, WON_BACK_MONTHS) {
        Outcome::WonBack
    } else {
        Outcome::BackLater
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::spans::samples::{day, ended_early, made, putting_off, term};
    use super::*;

    #[test]
    fn rules_2_19_what_became_of_an_end_turns_on_the_day_of_the_money_and_the_days_of_grace() {
        let old = term("2025-03-01", "2026-02-28");
        let renewed = |made_on: &str| vec![old, made(made_on, term("2026-03-01", "2027-02-28"))];
        let back = |starts_on: &str| vec![old, term(starts_on, "2029-12-31")];
        let today = day("2028-06-01");
        let table = [
            (renewed("2026-01-02"), Outcome::InTime),
            (renewed("2026-02-28"), Outcome::InTime),
            (renewed("2026-03-01"), Outcome::InGrace),
            (renewed("2026-03-30"), Outcome::InGrace),
            // Nobody renews without a gap that late; an officer put the record right.
            (renewed("2026-03-31"), Outcome::InTime),
            // Nobody knows when what was imported was paid; it left no gap.
            (vec![old, Span { made_on: None, ..term("2026-03-01", "2027-02-28") }], Outcome::InTime),
            // By terms that an officer gave for later days: the thirtieth day is the last of grace.
            (back("2026-03-02"), Outcome::InGrace),
            (back("2026-03-30"), Outcome::InGrace),
            (back("2026-03-31"), Outcome::WonBack),
            (back("2027-02-28"), Outcome::WonBack),
            (back("2027-03-01"), Outcome::BackLater),
            (vec![old], Outcome::Gone),
        ];

        for (terms, wanted) in table {
            assert_eq!(ends(&terms, today)[0], (day("2026-02-28"), wanted), "{terms:?}");
        }
    }

    #[test]
    fn it_is_undecided_to_the_last_day_of_grace_and_no_end_before_it_is_over() {
        let terms = [term("2025-03-01", "2026-02-28")];
        let told = |today: &str| ends(&terms, day(today)).first().map(|(_, outcome)| *outcome);

        assert_eq!(told("2026-02-28"), None);
        assert_eq!(told("2026-03-01"), Some(Outcome::Undecided));
        assert_eq!(told("2026-03-30"), Some(Outcome::Undecided));
        assert_eq!(told("2026-03-31"), Some(Outcome::Gone));
    }

    #[test]
    fn twelve_months_from_the_29th_of_february_end_on_the_28th() {
        let back = |starts_on: &str| [term("2027-02-28", "2028-02-28"), term(starts_on, "2031-12-31")];
        let told = |starts_on: &str| ends(&back(starts_on), day("2030-01-01"))[0].1;

        // The first day without membership is 29 February 2028.
        assert_eq!(told("2028-02-29"), Outcome::InGrace);
        assert_eq!(told("2028-03-29"), Outcome::InGrace);
        assert_eq!(told("2028-03-30"), Outcome::WonBack);
        assert_eq!(told("2029-02-28"), Outcome::WonBack);
        assert_eq!(told("2029-03-01"), Outcome::BackLater);
        let leap = [term("2027-03-01", "2028-02-29"), made("2028-02-29", term("2028-03-01", "2029-02-28"))];
        assert_eq!(ends(&leap, day("2028-12-01")), [(day("2028-02-29"), Outcome::InTime)]);
    }

    #[test]
    fn what_was_ended_on_purpose_put_off_or_overtaken_did_not_run_out() {
        let old = term("2025-01-01", "2025-12-31");
        let today = day("2028-01-01");
        let pause = putting_off(term("2026-01-01", "2026-06-30"));

        assert_eq!(ends(&[ended_early(old)], today), []);
        assert_eq!(ends(&[old, pause], today), [(day("2026-06-30"), Outcome::Gone)]);
        assert_eq!(ends(&[old, ended_early(pause)], today), []);
        assert_eq!(ends(&[old, term("2025-07-01", "2027-06-30")], today), [(day("2027-06-30"), Outcome::Gone)]);
        assert_eq!(ends(&[old, term("2025-07-01", "2025-12-31")], today), [(day("2025-12-31"), Outcome::Gone)]);
        assert_eq!(ends(&[old, term("2028-02-01", "2029-01-31")], today), [(day("2025-12-31"), Outcome::Gone)]);
        assert_eq!(ends(&[term("2020-01-01", "9999-12-31")], today), []);
    }

    #[test]
    fn ends_are_counted_in_their_month_within_the_period() {
        let period = (day("2025-12-31"), day("2026-02-27"));
        let mut months = EndsByMonth::over(period);
        for last_day in ["2025-12-30", "2025-12-31", "2026-01-01", "2026-01-31", "2026-02-27", "2026-02-28"] {
            months.add(&[term("2025-01-01", last_day)], period, day("2027-01-01"));
        }

        let told: Vec<(String, i64)> = months.0.iter().map(|(month, ends)| (month.to_string(), ends.gone)).collect();
        let wanted = [("2025-12-01", 1), ("2026-01-01", 2), ("2026-02-01", 1)];
        assert_eq!(told, wanted.map(|(month, gone)| (month.to_owned(), gone)));
    }

    proptest! {
        #[test]
        fn every_end_is_of_one_kind(lengths in proptest::collection::vec((1u64..800, 0u64..500, 0u64..90), 0..6), ahead in 0u64..3000) {
            let mut starts_on = day("2020-01-01");
            let today = starts_on + Days::new(ahead);
            let mut terms = Vec::new();
            for (length, gap, late) in lengths {
                let last_day = starts_on + Days::new(length);
                terms.push(Span { made_on: Some(starts_on + Days::new(late)), ..term(&starts_on.to_string(), &last_day.to_string()) });
                starts_on = last_day + Days::new(1 + gap);
            }
            let period = (day("2020-01-01"), today);
            let mut months = EndsByMonth::over(period);
            months.add(&terms, period, today);

            let counted: i64 = months.0.values().map(|month| month.all()).sum();
            let over = terms.iter().filter(|term| term.last_day < today).count();
            prop_assert_eq!(counted, i64::try_from(over).unwrap());
        }
    }
}
