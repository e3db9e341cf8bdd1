//! When an invoice is due (INV-3, AC-07). Pure.

use chrono::{Datelike, Duration, NaiveDate, Weekday};

use crate::kernel::Instant;
use crate::kernel::uk_time::end_of_days_before;

/// Days to pay when nothing else was agreed.
pub const STANDARD_TERMS_DAYS: i32 = 30;

/// The last day to pay: so many days after the invoice's own; a weekend rolls to Monday.
pub fn due_on(issued_on: NaiveDate, terms_days: i32) -> NaiveDate {
    let day = issued_on + Duration::days(i64::from(terms_days));
    match day.weekday() {
        Weekday::Sat => day + Duration::days(2),
        Weekday::Sun => day + Duration::days(1),
        _ => day,
    }
}

/// Whether the last day is over: it runs to the end of the London day.
pub fn is_overdue(due_on: NaiveDate, now: Instant) -> bool {
    now >= end_of_days_before(due_on, 0)
}

#[cfg(test)]
mod tests {
    use chrono::{TimeZone, Utc};

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn inv_3_and_ac_07_due_is_the_day_plus_the_terms_and_a_weekend_rolls_to_monday() {
        let table = [
            ("2027-03-01", 30, "2027-03-31", "the example of AC-07"),
            ("2026-09-03", 30, "2026-10-05", "3 October is a Saturday"),
            ("2026-09-04", 30, "2026-10-05", "4 October is a Sunday"),
            ("2026-09-05", 30, "2026-10-05", "a Monday"),
            ("2028-01-30", 30, "2028-02-29", "a leap day"),
            ("2026-06-01", 0, "2026-06-01", "due at once"),
            ("2026-12-02", 30, "2027-01-01", "a bank holiday is not rolled"),
        ];
        for (issued, terms, due, why) in table {
            assert_eq!(due_on(day(issued), terms), day(due), "{why}");
        }
    }

    #[test]
    fn inv_3_the_last_day_runs_to_its_end_in_london() {
        let due = day("2027-03-31");
        // Summer time began on 28 March, so midnight in London is eleven in the evening UTC.
        let end = Utc.with_ymd_and_hms(2027, 3, 31, 23, 0, 0).unwrap();
        assert!(!is_overdue(due, end - Duration::microseconds(1)));
        assert!(is_overdue(due, end));
    }
}
