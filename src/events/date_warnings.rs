//! What an officer is told of the days they choose: bank holidays, and the weeks in which everybody records their CPD (TM-06). It
//! warns and never refuses: a charity may have its reasons. Pure.

use std::collections::BTreeSet;

use chrono::{Datelike, NaiveDate};

use super::event_details::EventDetails;
use super::event_when::EventWhen;
use crate::kernel::WorkingDays;
use crate::kernel::uk_time::{last_whole_day, london_date, long_date};

/// First and last day of the rush, as month and day, both included. Social workers in England must have recorded their CPD, and
/// renewed their registration, by 30 November; most do so in the last two weeks or so, and have no time for a course.
pub const CPD_RUSH: ((u32, u32), (u32, u32)) = ((11, 16), (11, 30));

/// The London days on which an event is held: those of its parts, or the day that is known of it.
pub fn event_days(event: &EventDetails) -> BTreeSet<NaiveDate> {
    let parts = event.parts.iter().flat_map(|part| between(london_date(part.starts_at), last_whole_day(part.ends_at)));
    parts.chain(days_of(&event.when)).collect()
}

/// The London days of a date as it is typed.
pub fn days_of(when: &EventWhen) -> BTreeSet<NaiveDate> {
    let Some(first) = when.known_day() else { return BTreeSet::new() };
    between(first, when.ends_at().map_or(first, last_whole_day)).collect()
}

fn between(first: NaiveDate, last: NaiveDate) -> impl Iterator<Item = NaiveDate> {
    first.iter_days().take_while(move |day| *day <= last.max(first)).take(31)
}

/// What there is to say of these days, a sentence each; nothing of days without anything to say.
pub fn date_warnings(days: &BTreeSet<NaiveDate>, working: &WorkingDays) -> Vec<String> {
    let holiday = |day: &NaiveDate| {
        let name = working.holiday_on(*day)?;
        Some(format!("{} is a bank holiday: {name}.", long_date(*day)))
    };
    let rush = days.iter().find(|day| is_in_cpd_rush(**day)).map(|day| {
        format!(
            "{} lies in the last two weeks before 30 November, by which social workers in England must have recorded their CPD. \
             Many have no time for a course then.",
            long_date(*day)
        )
    });
    days.iter().filter_map(holiday).chain(rush).collect()
}

fn is_in_cpd_rush(day: NaiveDate) -> bool {
    let (first, last) = CPD_RUSH;
    (first..=last).contains(&(day.month(), day.day()))
}

#[cfg(test)]
#[path = "date_warnings_tests.rs"]
mod tests;
