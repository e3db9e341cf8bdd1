//! What a list would change: compared with the days as they are now, from today on. Pure.

use chrono::{Datelike, NaiveDate};

use super::change_days::DayChange;
use super::day_list::{DayList, MOST_NAME};
use crate::kernel::WorkingDays;
use crate::kernel::short_text::clean_line;
use crate::kernel::working_days::{HOLIDAYS_A_YEAR, is_weekend};

/// What saving a list would do.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Plan {
    /// In order of the days.
    pub changes: Vec<DayChange>,
    /// The years of which the list has every day; only of these may a day be taken away.
    pub whole_years: Vec<i32>,
    /// Days of the list at a weekend, which are no working days anyway and are left aside.
    pub at_weekends: usize,
}

/// Compares. A day that is over stays as it is: nothing is counted from it any more. A year of which the list has fewer than eight
/// days may be cut off, so a day missing from it proves nothing.
pub fn plan(list: &DayList, now: &WorkingDays, today: NaiveDate) -> Plan {
    let weekdays: Vec<NaiveDate> = list.days.keys().copied().filter(|day| !is_weekend(*day)).collect();
    let mut years: Vec<i32> = weekdays.iter().map(Datelike::year).collect();
    years.dedup();
    let is_whole = |year: &i32| weekdays.iter().filter(|day| day.year() == *year).count() >= HOLIDAYS_A_YEAR;
    let whole_years: Vec<i32> = years.into_iter().filter(is_whole).collect();
    let added =
        list.days.iter().filter(|(day, _)| **day >= today && !is_weekend(**day) && now.holiday_on(**day).is_none());
    let added = added.map(|(day, name)| DayChange::Add(*day, name.clone()));
    let ours = now.holidays().into_keys();
    let gone = ours.filter(|day| *day >= today && whole_years.contains(&day.year()) && !list.days.contains_key(day));
    let mut changes: Vec<DayChange> = added.chain(gone.map(DayChange::TakeAway)).collect();
    changes.sort_by_key(DayChange::day);
    Plan { changes, whole_years, at_weekends: list.days.len() - weekdays.len() }
}

/// The changes as the page sends them back, a line each, so that what is saved is what was looked at.
pub(super) fn written(changes: &[DayChange]) -> String {
    let line = |change: &DayChange| match change {
        DayChange::Add(day, name) => format!("+{day} {name}\n"),
        DayChange::TakeAway(day) => format!("-{day}\n"),
    };
    changes.iter().map(line).collect()
}

/// Reads [`written`] changes; none when they were tampered with.
pub(super) fn read_written(text: &str) -> Option<Vec<DayChange>> {
    let line = |line: &str| {
        let (day, name) = line.get(1..)?.split_once(' ').unwrap_or((line.get(1..)?, ""));
        let day: NaiveDate = day.parse().ok().filter(|day: &NaiveDate| (2000..=2100).contains(&day.year()))?;
        match line.get(..1)? {
            "+" => Some(DayChange::Add(day, clean_line(name, MOST_NAME).ok()?)),
            "-" if name.is_empty() => Some(DayChange::TakeAway(day)),
            _ => None,
        }
    };
    let changes: Vec<DayChange> = text.lines().map(line).collect::<Option<_>>()?;
    (!changes.is_empty()).then_some(changes)
}

#[cfg(test)]
#[path = "refresh_tests.rs"]
mod tests;
