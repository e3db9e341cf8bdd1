//! Dates and times in words, as people in Britain write them. Reached through [`uk_time`](super::uk_time).

use chrono::{NaiveDate, NaiveTime, Timelike};

use super::clock::Instant;
use super::uk_time::{last_whole_day, london};

/// `Friday 28 August 2026`.
pub fn long_date(day: NaiveDate) -> String {
    day.format("%A %-d %B %Y").to_string()
}

/// `9:30am`, `1:00pm`; `midday` and `midnight` by name, because people differ about 12:00pm.
pub fn clock_time(time: NaiveTime) -> String {
    let (is_pm, hour) = time.hour12();
    match (hour, time.minute(), is_pm) {
        (12, 0, true) => "midday".to_owned(),
        (12, 0, false) => "midnight".to_owned(),
        (hour, minute, true) => format!("{hour}:{minute:02}pm"),
        (hour, minute, false) => format!("{hour}:{minute:02}am"),
    }
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
    format!("until the end of {}", long_date(last_whole_day(deadline_exclusive)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn time(text: &str) -> NaiveTime {
        text.parse().unwrap()
    }

    #[test]
    fn days_have_no_leading_nought() {
        assert_eq!(long_date("2026-08-28".parse().unwrap()), "Friday 28 August 2026");
        assert_eq!(long_date("2027-03-01".parse().unwrap()), "Monday 1 March 2027");
    }

    #[test]
    fn times_are_on_a_twelve_hour_clock() {
        let table = [
            ("09:30", "9:30am"),
            ("13:00", "1:00pm"),
            ("12:00", "midday"),
            ("12:05", "12:05pm"),
            ("00:00", "midnight"),
            ("00:05", "12:05am"),
            ("23:59", "11:59pm"),
        ];

        for (typed, wanted) in table {
            assert_eq!(clock_time(time(typed)), wanted);
        }
        assert_eq!(time_range(time("09:30"), time("13:00")), "9:30am to 1:00pm");
    }

    #[test]
    fn an_instant_is_told_in_uk_time_summer_and_winter() {
        let table = [
            ("2026-08-28T08:30:00Z", "Friday 28 August 2026 at 9:30am (UK time)"),
            ("2026-12-04T09:30:00Z", "Friday 4 December 2026 at 9:30am (UK time)"),
        ];

        for (instant, wanted) in table {
            assert_eq!(date_and_time(at(instant)), wanted);
        }
    }

    #[test]
    fn a_deadline_is_told_by_its_last_whole_day() {
        let table = [
            ("2026-08-28T23:00:00Z", "until the end of Friday 28 August 2026"),
            ("2026-10-22T23:00:00Z", "until the end of Thursday 22 October 2026"),
            ("2027-03-26T00:00:00Z", "until the end of Thursday 25 March 2027"),
        ];

        for (deadline, wanted) in table {
            assert_eq!(until_end_of(at(deadline)), wanted);
        }
    }
}
