//! Europe/London: the only place that knows when the clocks change.
//!
//! Instants are stored in UTC; dates that people live by are London calendar dates. Deadlines counted in
//! days are whole days (D1): each is given as the first instant that is too late.

use chrono::{Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone};
use chrono_tz::Europe::London;

use super::clock::Instant;
use super::uk_words;

/// A wall time the clocks skip when they go forward.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("There is no {} on {}, because the clocks go forward. Choose another time",
    uk_words::clock_time(wall.time()), uk_words::long_date(wall.date()))]
pub struct NoSuchTime {
    /// The wall time that was asked for.
    pub wall: NaiveDateTime,
}

/// What a clock on a London wall shows at `at`.
pub fn london(at: Instant) -> NaiveDateTime {
    at.with_timezone(&London).naive_local()
}

/// The London calendar date at `at`.
pub fn london_date(at: Instant) -> NaiveDate {
    london(at).date()
}

/// How many minutes London is ahead of UTC at `at`: 0 in winter, 60 in summer.
pub fn offset_minutes(at: Instant) -> i32 {
    London
        .offset_from_utc_datetime(&at.naive_utc())
        .fix()
        .local_minus_utc()
        / 60
}

/// The midnight that begins `day` in London. It always exists, and only once (CLK-4).
pub fn start_of_day(day: NaiveDate) -> Instant {
    let midnight = day.and_time(NaiveTime::MIN);
    resolve(midnight).unwrap_or_else(|_| midnight.and_utc())
}

/// The instant of a London wall time. One that does not exist is refused; one that happens twice means the
/// first (D2).
pub fn resolve(wall: NaiveDateTime) -> Result<Instant, NoSuchTime> {
    London
        .from_local_datetime(&wall)
        .earliest()
        .map(|at| at.to_utc())
        .ok_or(NoSuchTime { wall })
}

/// "Up to `days` days before `first_day`" ends here, exclusively: the midnight that begins the day after
/// (`first_day` less `days`). Allowed while now is earlier (D1, CLK-3).
pub fn end_of_days_before(first_day: NaiveDate, days: u32) -> Instant {
    let last_day = first_day.checked_sub_days(Days::new(days.into()));
    end_of_day(last_day.unwrap_or(FIRST_YEAR))
}

/// "Within `days` days after `day`" ends here, exclusively: the midnight after (`day` plus `days`) (CO-05).
pub fn end_of_days_after(day: NaiveDate, days: u32) -> Instant {
    let last_day = day.checked_add_days(Days::new(days.into()));
    end_of_day(last_day.unwrap_or(LAST_YEAR))
}

/// An instant as calendars and machines read it, with London's offset: `2026-09-04T09:30:00+01:00`.
pub fn rfc3339_london(at: Instant) -> String {
    at.with_timezone(&London)
        .to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
}

// Further than any date we hold, and well inside what chrono can turn into an instant.
const FIRST_YEAR: NaiveDate = year_start(1);
const LAST_YEAR: NaiveDate = year_start(9999);

const fn year_start(year: i32) -> NaiveDate {
    match NaiveDate::from_ymd_opt(year, 1, 1) {
        Some(day) => day,
        None => NaiveDate::MIN,
    }
}

/// The midnight that ends `day`.
fn end_of_day(day: NaiveDate) -> Instant {
    let next = day.clamp(FIRST_YEAR, LAST_YEAR) + Days::new(1);
    start_of_day(next)
}

/// The last London day that lies wholly before `deadline`, an exclusive end.
pub(super) fn last_whole_day(deadline_exclusive: Instant) -> NaiveDate {
    london_date(deadline_exclusive - Duration::microseconds(1))
}

pub use super::uk_words::{clock_time, date_and_time, long_date, time_range, until_end_of};
