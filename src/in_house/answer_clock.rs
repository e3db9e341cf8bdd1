//! The first human answer is due within two working days (INH-1). Pure.

use chrono::NaiveDate;

use crate::kernel::uk_time::{end_of_days_after, london_date};
use crate::kernel::{Instant, WorkingDays};

/// Working days in which a person answers; the day it came in does not count.
pub const ANSWER_WORKING_DAYS: u32 = 2;

/// The London day by the end of which somebody answers what came in at `received_at`.
pub fn answer_due_on(days: &WorkingDays, received_at: Instant) -> NaiveDate {
    days.after(london_date(received_at), ANSWER_WORKING_DAYS)
}

/// Whether the whole of the last day has passed without an answer.
pub fn is_late(due_on: NaiveDate, first_answered_at: Option<Instant>, now: Instant) -> bool {
    first_answered_at.is_none() && now >= end_of_days_after(due_on, 0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use chrono::Duration;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn inh_1_two_working_days_leave_out_weekends_and_bank_holidays() {
        let table = [
            ("2026-06-01T09:00:00Z", "2026-06-03"),
            // Half past midnight on Tuesday in London, still Monday in UTC.
            ("2026-06-01T23:30:00Z", "2026-06-04"),
            ("2026-06-05T09:00:00Z", "2026-06-09"),
            ("2026-06-06T09:00:00Z", "2026-06-09"),
            ("2026-12-24T09:00:00Z", "2026-12-30"),
        ];
        for (received, due) in table {
            assert_eq!(
                answer_due_on(&WorkingDays::shipped(), at(received)),
                due.parse::<NaiveDate>().unwrap(),
                "{received}"
            );
        }
    }

    #[test]
    fn inh_1_late_begins_when_the_last_day_is_over_in_london() {
        let due = "2026-06-03".parse().unwrap();
        let midnight = at("2026-06-03T23:00:00Z");

        assert!(!is_late(due, None, midnight - Duration::microseconds(1)));
        assert!(is_late(due, None, midnight));
        assert!(!is_late(due, Some(midnight), midnight + Duration::days(9)), "answered, however late");
    }
}
