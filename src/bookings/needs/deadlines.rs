//! When needs are late, due and forgotten: the cut-off five working days before (QST-6), the day by which a task is to be answered
//! (QST-5), and the end of keeping 30 days after (D20, QST-4). Pure.

use chrono::{Duration, NaiveDate};

use crate::kernel::uk_time::{end_of_days_after, end_of_days_before, london_date};
use crate::kernel::{Instant, WorkingDays};

/// Working days before the first day of the date.
pub const CUT_OFF_WORKING_DAYS: usize = 5;
/// Working days in which an organiser answers.
const ANSWERED_WITHIN: u32 = 3;
/// Whole days that needs are kept after the date.
pub const KEPT_DAYS: u32 = 30;

/// The first instant after the cut-off: the midnight after the fifth working day before `first_day`.
pub fn cut_off(days: &WorkingDays, first_day: NaiveDate) -> Instant {
    end_of_days_before(days.before(first_day, CUT_OFF_WORKING_DAYS), 0)
}

/// Whether a change now comes after the cut-off. A date without a day has none.
pub fn is_late(days: &WorkingDays, first_day: Option<NaiveDate>, now: Instant) -> bool {
    first_day.is_some_and(|day| now >= cut_off(days, day))
}

/// The day by which a task raised today is to be answered: three working days on, but before the date itself when there is a
/// day left before it.
pub fn due_on(days: &WorkingDays, today: NaiveDate, first_day: Option<NaiveDate>) -> NaiveDate {
    let soon = days.after(today, ANSWERED_WITHIN);
    let day_before = first_day.and_then(|day| day.pred_opt());
    day_before.map_or(soon, |before| soon.min(before)).max(today)
}

/// The first instant at which needs are no longer kept: 30 whole London days after the day on which the date was over, or was
/// called off. None: not known yet.
pub fn forget_at(over_at: Option<Instant>, cancelled_at: Option<Instant>) -> Option<Instant> {
    days_after_date(over_at, cancelled_at, KEPT_DAYS)
}

/// The first instant after so many whole London days after the day on which a date was over, or was called off, whichever came
/// first. None: not known yet.
pub fn days_after_date(over_at: Option<Instant>, cancelled_at: Option<Instant>, days: u32) -> Option<Instant> {
    let last_day = over_at.map(|at| london_date(at - Duration::microseconds(1)));
    let cancelled_on = cancelled_at.map(london_date);
    let counts_from = match (last_day, cancelled_on) {
        (Some(over), Some(cancelled)) => Some(over.min(cancelled)),
        (over, cancelled) => over.or(cancelled),
    };
    counts_from.map(|day| end_of_days_after(day, days))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn qst_6_the_cut_off_is_the_end_of_the_fifth_working_day_before() {
        let table = [
            // Friday 4 September 2026: 3, 2, 1 September, 28 and 27 August (the 31st is a bank holiday); British Summer Time.
            ("2026-09-04", "2026-08-27T23:00:00Z"),
            // A Monday in winter: Friday back to Monday.
            ("2026-11-30", "2026-11-24T00:00:00Z"),
            // Over Christmas: 31, 30, 29, 24 and 23 December.
            ("2027-01-04", "2026-12-24T00:00:00Z"),
        ];

        let days = WorkingDays::shipped();
        for (first_day, wanted) in table {
            let (first_day, wanted) = (day(first_day), at(wanted));
            assert_eq!(cut_off(&days, first_day), wanted, "{first_day}");
            assert!(!is_late(&days, Some(first_day), wanted - Duration::microseconds(1)), "{first_day}");
            assert!(is_late(&days, Some(first_day), wanted), "{first_day}");
        }
        assert!(!is_late(&days, None, at("2026-09-04T00:00:00Z")));
    }

    #[test]
    fn qst_5_a_task_is_due_in_three_working_days_and_before_the_date() {
        let table = [
            ("2026-09-01", Some("2026-10-02"), "2026-09-04"),
            ("2026-09-04", Some("2026-10-02"), "2026-09-09"),
            ("2026-09-01", Some("2026-09-04"), "2026-09-03"),
            ("2026-09-03", Some("2026-09-04"), "2026-09-03"),
            ("2026-09-04", Some("2026-09-04"), "2026-09-04"),
            ("2026-09-01", None, "2026-09-04"),
        ];

        for (today, first_day, wanted) in table {
            assert_eq!(
                due_on(&WorkingDays::shipped(), day(today), first_day.map(day)),
                day(wanted),
                "{today} {first_day:?}"
            );
        }
    }

    #[test]
    fn qst_4_needs_are_kept_for_thirty_whole_days_after_the_date() {
        let over = at("2026-07-01T12:00:00Z");
        let midnight_after_a_day = at("2026-07-01T23:00:00Z");
        let called_off = at("2026-06-10T09:00:00Z");
        let table = [
            (Some(over), None, Some("2026-07-31T23:00:00Z")),
            (Some(midnight_after_a_day), None, Some("2026-07-31T23:00:00Z")),
            (Some(over), Some(called_off), Some("2026-07-10T23:00:00Z")),
            (None, Some(called_off), Some("2026-07-10T23:00:00Z")),
            (None, None, None),
            // The clocks go back in between.
            (Some(at("2026-10-10T12:00:00Z")), None, Some("2026-11-10T00:00:00Z")),
        ];

        for (over_at, cancelled_at, wanted) in table {
            assert_eq!(forget_at(over_at, cancelled_at), wanted.map(at), "{over_at:?} {cancelled_at:?}");
        }
    }
}
