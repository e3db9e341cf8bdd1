//! Europe/London: the only place that knows when the clocks change.
//!
//! Instants are stored in UTC; dates that people live by are London calendar dates. Deadlines counted in
//! days are whole days (D1): each is given as the first instant that is too late.

use chrono::{Days, Duration, NaiveDate, NaiveDateTime, NaiveTime, Offset, TimeZone};
use chrono_tz::Europe::London;

use super::clock::Instant;
use super::uk_words;
pub use super::uk_words::{clock_time, date_and_time, long_date, time_range, until_end_of};

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
    London.offset_from_utc_datetime(&at.naive_utc()).fix().local_minus_utc() / 60
}

/// The midnight that begins `day` in London. It always exists, and only once (CLK-4).
pub fn start_of_day(day: NaiveDate) -> Instant {
    let midnight = day.and_time(NaiveTime::MIN);
    resolve(midnight).unwrap_or_else(|_| midnight.and_utc())
}

/// The instant of a London wall time. One that does not exist is refused; one that happens twice means the
/// first (D2).
pub fn resolve(wall: NaiveDateTime) -> Result<Instant, NoSuchTime> {
    London.from_local_datetime(&wall).earliest().map(|at| at.to_utc()).ok_or(NoSuchTime { wall })
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
    at.with_timezone(&London).to_rfc3339_opts(chrono::SecondsFormat::Secs, false)
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
pub fn last_whole_day(deadline_exclusive: Instant) -> NaiveDate {
    london_date(deadline_exclusive - Duration::microseconds(1))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn wall(text: &str) -> NaiveDateTime {
        text.parse().unwrap()
    }

    const A_MICROSECOND: Duration = Duration::microseconds(1);

    #[test]
    fn seven_days_before_ends_with_the_london_day() {
        let table = [
            ("2026-10-29T09:30:00", "2026-10-22", "2026-10-22T23:00:00Z"),
            ("2027-04-01T09:30:00", "2027-03-25", "2027-03-26T00:00:00Z"),
            ("2026-09-04T09:30:00", "2026-08-28", "2026-08-28T23:00:00Z"),
            ("2025-12-04T09:30:00", "2025-11-27", "2025-11-28T00:00:00Z"),
        ];

        for (start, last_day, end) in table {
            let first_day = london_date(resolve(wall(start)).unwrap());
            let deadline = end_of_days_before(first_day, 7);

            assert_eq!(deadline, at(end), "{start}");
            assert_eq!(london_date(deadline - A_MICROSECOND), day(last_day), "{start}");
            assert_eq!(london_date(deadline), day(last_day) + Days::new(1), "{start}");
        }
    }

    #[test]
    fn the_last_microsecond_of_the_day_is_in_time_and_the_next_is_not() {
        let table = [
            ("2026-10-29", "2026-10-22T22:59:59.999999Z", true),
            ("2026-10-29", "2026-10-22T23:00:00Z", false),
            ("2027-04-01", "2027-03-25T23:59:59.999999Z", true),
            ("2027-04-01", "2027-03-26T00:00:00Z", false),
            ("2026-09-04", "2026-08-28T22:59:59.999999Z", true),
            ("2026-09-04", "2026-08-28T23:00:00Z", false),
            ("2025-12-04", "2025-11-27T23:59:59.999999Z", true),
            ("2025-12-04", "2025-11-28T00:00:00Z", false),
        ];

        for (first_day, now, is_allowed) in table {
            let deadline = end_of_days_before(day(first_day), 7);
            assert_eq!(at(now) < deadline, is_allowed, "{first_day} at {now}");
        }
    }

    #[test]
    fn fourteen_days_after_end_with_the_fourteenth_london_day() {
        let table = [
            ("2027-06-01", "2027-06-15", "2027-06-15T23:00:00Z"),
            ("2026-12-20", "2027-01-03", "2027-01-04T00:00:00Z"),
            ("2027-03-20", "2027-04-03", "2027-04-03T23:00:00Z"),
            ("2028-02-20", "2028-03-05", "2028-03-06T00:00:00Z"),
        ];

        for (contract, last_day, end) in table {
            let deadline = end_of_days_after(day(contract), 14);

            assert_eq!(deadline, at(end), "{contract}");
            assert_eq!(london_date(deadline - A_MICROSECOND), day(last_day), "{contract}");
        }
    }

    #[test]
    fn wall_times_become_instants_in_summer_and_winter() {
        let table = [
            ("2026-09-04T09:30:00", "2026-09-04T08:30:00Z", 60),
            ("2026-12-04T09:30:00", "2026-12-04T09:30:00Z", 0),
            ("2027-03-21T09:30:00", "2027-03-21T09:30:00Z", 0),
            ("2027-03-28T09:30:00", "2027-03-28T08:30:00Z", 60),
            ("2027-04-04T09:30:00", "2027-04-04T08:30:00Z", 60),
            ("2027-03-28T00:59:59", "2027-03-28T00:59:59Z", 0),
            ("2027-03-28T02:00:00", "2027-03-28T01:00:00Z", 60),
            ("2026-10-25T01:30:00", "2026-10-25T00:30:00Z", 60),
            ("2026-10-25T02:00:00", "2026-10-25T02:00:00Z", 0),
        ];

        for (typed, instant, offset) in table {
            assert_eq!(resolve(wall(typed)), Ok(at(instant)), "{typed}");
            assert_eq!(london(at(instant)), wall(typed), "{typed}");
            assert_eq!(offset_minutes(at(instant)), offset, "{typed}");
        }
    }

    #[test]
    fn a_time_the_clocks_skip_is_refused_in_words() {
        let refused = resolve(wall("2027-03-28T01:30:00")).unwrap_err();

        assert_eq!(refused.wall, wall("2027-03-28T01:30:00"));
        assert_eq!(
            refused.to_string(),
            "There is no 1:30am on Sunday 28 March 2027, because the clocks go forward. \
             Choose another time"
        );
    }

    #[test]
    fn the_second_time_round_shows_the_same_wall_time() {
        let second = at("2026-10-25T01:30:00Z");

        assert_eq!(london(second), wall("2026-10-25T01:30:00"));
        assert_eq!(rfc3339_london(second), "2026-10-25T01:30:00+00:00");
    }

    #[test]
    fn days_around_the_clock_changes_have_23_and_25_hours() {
        let table = [("2026-10-25", 25), ("2027-03-28", 23), ("2026-08-28", 24)];

        for (date, hours) in table {
            let next = day(date) + Days::new(1);
            assert_eq!((start_of_day(next) - start_of_day(day(date))).num_hours(), hours);
        }
    }

    #[test]
    fn the_london_day_begins_an_hour_early_in_summer() {
        assert_eq!(london_date(at("2026-08-27T23:00:00Z")), day("2026-08-28"));
        assert_eq!(london_date(at("2026-12-03T23:00:00Z")), day("2026-12-03"));
    }

    #[test]
    fn machines_get_the_offset() {
        assert_eq!(rfc3339_london(at("2026-09-04T08:30:00Z")), "2026-09-04T09:30:00+01:00");
        assert_eq!(rfc3339_london(at("2026-12-04T09:30:00Z")), "2026-12-04T09:30:00+00:00");
    }

    #[test]
    fn absurd_numbers_of_days_do_not_panic() {
        assert!(end_of_days_before(day("2026-09-04"), u32::MAX) < at("1900-01-01T00:00:00Z"));
        assert!(end_of_days_after(day("2026-09-04"), u32::MAX) > at("2900-01-01T00:00:00Z"));
    }

    fn any_day() -> impl Strategy<Value = NaiveDate> {
        (0_u64..30_000).prop_map(|offset| day("2000-01-01") + Days::new(offset))
    }

    proptest! {
        #[test]
        fn deadlines_move_with_the_days_and_never_the_other_way(
            first in any_day(), days in 0_u32..400, more in 1_u32..40,
        ) {
            prop_assert!(end_of_days_before(first, days + more) < end_of_days_before(first, days));
            prop_assert!(end_of_days_after(first, days + more) > end_of_days_after(first, days));
            let next = first + Days::new(1);
            prop_assert!(end_of_days_before(next, days) > end_of_days_before(first, days));
        }

        #[test]
        fn every_day_begins_once_at_its_own_midnight(date in any_day()) {
            let start = start_of_day(date);

            prop_assert_eq!(london(start), date.and_time(NaiveTime::MIN));
            prop_assert_eq!(london_date(start - A_MICROSECOND), date - Days::new(1));
        }

        #[test]
        fn what_resolves_shows_the_same_wall_time_and_reads_back(
            date in any_day(), seconds in 0_u32..86_400,
        ) {
            let time = NaiveTime::from_num_seconds_from_midnight_opt(seconds, 0).unwrap();
            if let Ok(instant) = resolve(date.and_time(time)) {
                prop_assert_eq!(london(instant), date.and_time(time));
                let read_back: Instant = rfc3339_london(instant).parse().unwrap();
                prop_assert_eq!(read_back, instant);
            }
        }
    }
}
