//! When a booker is asked for the names that are missing, and until when names are due (GRP-3). Pure.

use chrono::{Days, NaiveDate, NaiveTime};

use crate::kernel::uk_time::{end_of_days_before, london_date, resolve, start_of_day};
use crate::kernel::{Instant, WorkingDays};

/// The first question goes out this many days before the event.
pub const FIRST_DAYS_BEFORE: u64 = 10;
/// And one more every so many days.
pub const EVERY_DAYS: u64 = 3;
/// Names are due at the end of this working day before the event.
pub const CUT_OFF_WORKING_DAYS: usize = 2;
/// The hour at which the questions go out, on a London clock; it is never one that the clocks skip or repeat.
const HOUR: NaiveTime = NaiveTime::from_hms_opt(9, 0, 0).expect("nine o'clock exists");

/// Every moment at which a question is due, the earliest first: nine in the morning, London time, 10, 7, 4 and 1 days before.
pub fn chase_moments(event_day: NaiveDate) -> Vec<Instant> {
    let days = (0..=FIRST_DAYS_BEFORE).rev().filter(|days| (FIRST_DAYS_BEFORE - days).is_multiple_of(EVERY_DAYS));
    days.filter(|days| *days > 0).filter_map(|days| event_day.checked_sub_days(Days::new(days))).map(nine_on).collect()
}

fn nine_on(day: NaiveDate) -> Instant {
    resolve(day.and_time(HOUR)).unwrap_or_else(|_| start_of_day(day))
}

/// Whether the booker is asked now: a moment has come since they were last asked, or since they booked. A moment that was
/// missed is made up for once, not several times.
pub fn is_chase_due(event_day: NaiveDate, last_told: Instant, now: Instant) -> bool {
    let latest = chase_moments(event_day).into_iter().rfind(|moment| *moment <= now);
    latest.is_some_and(|moment| last_told < moment && london_date(now) < event_day)
}

/// The first instant at which a name comes late: the midnight that ends the second working day before the event.
pub fn names_due_by(days: &WorkingDays, event_day: NaiveDate) -> Instant {
    end_of_days_before(days.before(event_day, CUT_OFF_WORKING_DAYS), 0)
}

#[cfg(test)]
mod tests {
    use chrono::Duration;
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn grp_3_the_first_question_comes_ten_days_before_and_then_every_three() {
        let wanted = ["2026-09-08T08:00:00Z", "2026-09-11T08:00:00Z", "2026-09-14T08:00:00Z", "2026-09-17T08:00:00Z"];
        assert_eq!(chase_moments(day("2026-09-18")), wanted.map(at));
    }

    #[test]
    fn grp_3_nine_o_clock_stays_nine_o_clock_when_the_clocks_change() {
        let autumn = ["2026-10-18T08:00:00Z", "2026-10-21T08:00:00Z", "2026-10-24T08:00:00Z", "2026-10-27T09:00:00Z"];
        assert_eq!(chase_moments(day("2026-10-28")), autumn.map(at), "the clocks go back on 25 October");
        let spring = ["2027-03-20T09:00:00Z", "2027-03-23T09:00:00Z", "2027-03-26T09:00:00Z", "2027-03-29T08:00:00Z"];
        assert_eq!(chase_moments(day("2027-03-30")), spring.map(at), "the clocks go forward on 28 March");
    }

    #[test]
    fn grp_3_a_question_is_due_from_its_moment_on_and_once() {
        let (event, first) = (day("2026-09-18"), at("2026-09-08T08:00:00Z"));
        let (booked, moment) = (at("2026-08-01T10:00:00Z"), Duration::microseconds(1));
        let second = at("2026-09-11T08:00:00Z");
        let table = [
            (booked, first - moment, false),
            (booked, first, true),
            (first, first + moment, false),
            (first - moment, first, true),
            (first, second - moment, false),
            (first, second, true),
            // Booked between two moments: the next one is the first.
            (first + moment, second - moment, false),
            (first + moment, second, true),
            // The worker was away for a week: one question, not three.
            (booked, at("2026-09-15T08:00:00Z"), true),
            (at("2026-09-15T08:00:00Z"), at("2026-09-15T09:00:00Z"), false),
            // The day before, until the day itself begins in London.
            (booked, at("2026-09-17T22:59:59Z"), true),
            (booked, at("2026-09-17T23:00:00Z"), false),
        ];
        for (told, now, due) in table {
            assert_eq!(is_chase_due(event, told, now), due, "told {told}, now {now}");
        }
    }

    #[test]
    fn grp_3_names_are_due_at_the_end_of_the_second_working_day_before() {
        let table = [
            ("2026-09-18", "2026-09-16T23:00:00Z", "Friday: the end of Wednesday"),
            ("2026-09-14", "2026-09-10T23:00:00Z", "Monday: the end of Thursday"),
            ("2026-09-15", "2026-09-11T23:00:00Z", "Tuesday: the end of Friday"),
            ("2026-09-02", "2026-08-28T23:00:00Z", "over a bank holiday"),
            ("2026-10-27", "2026-10-23T23:00:00Z", "the clocks go back between"),
            ("2026-10-28", "2026-10-27T00:00:00Z", "after the clocks went back"),
            ("2027-01-04", "2026-12-31T00:00:00Z", "over New Year"),
        ];
        for (event, due, why) in table {
            assert_eq!(names_due_by(&WorkingDays::shipped(), day(event)), at(due), "{why}");
        }
    }

    proptest! {
        #[test]
        fn grp_3_whoever_is_asked_whenever_it_is_due_is_asked_four_times_at_most(offset in 0_u64..900, step in 1_i64..2_000) {
            let event = day("2026-01-15") + Days::new(offset);
            let mut now = start_of_day(event) - Duration::days(20);
            let (mut told, mut times) = (now, 0);
            while now < start_of_day(event) + Duration::days(2) {
                if is_chase_due(event, told, now) {
                    prop_assert!(london_date(now) < event);
                    (told, times) = (now, times + 1);
                }
                now += Duration::minutes(step);
            }
            prop_assert!((1..=4).contains(&times));
        }

        #[test]
        fn grp_3_two_working_days_lie_between_the_last_day_for_names_and_the_event(offset in 0_u64..900) {
            let event = day("2026-01-15") + Days::new(offset);
            let days = WorkingDays::shipped();
            let last_day = london_date(names_due_by(&days, event) - Duration::microseconds(1));
            prop_assert!(days.is_working_day(last_day));
            let between = last_day.iter_days().skip(1).take_while(|day| *day < event).filter(|day| days.is_working_day(*day));
            prop_assert_eq!(between.count(), CUT_OFF_WORKING_DAYS - 1);
        }
    }
}
