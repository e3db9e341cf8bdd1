//! Dates and times in words, as people in Britain write them. Reached through [`uk_time`](super::uk_time).

use chrono::{NaiveDate, NaiveTime, Timelike};

use super::clock::Instant;
use super::uk_time::{last_whole_day, london};

/// `Friday 28 August 2026`.
pub fn long_date(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

/// `9:30am`, `1:00pm`; noon is `12:00pm` and midnight `12:00am`.
pub fn clock_time(time: NaiveTime) -> String {
    let (is_pm, hour) = time.hour12();
    let half = if is_pm { "pm" } else { "am" };
    format!("{hour}:{:02}{half}", time.minute())
}

/// `9:30am to 1:00pm`.
pub fn time_range(start: NaiveTime, end: NaiveTime) -> String {
    format!("{} to {}", clock_time(start), clock_time(end))
}

/// `Friday 28 August 2026 at 9:30am (UK time)`.
pub fn date_and_time(at: Instant) -> String {
    let wall = london(at);
    let (day, time) = (long_date(wall.date()), clock_time(wall.time()));
    format!("{day} at {time} (UK time)")
}

/// `until the end of Friday 28 August 2026`, for a deadline given as the first instant that is too late.
pub fn until_end_of(deadline_exclusive: Instant) -> String {
    format!(
        "until the end of {}",
        long_date(last_whole_day(deadline_exclusive))
    )
}
