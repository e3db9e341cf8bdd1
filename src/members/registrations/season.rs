//! When a registration is due a check (rules 2.1). Social Work England's registrations end with 30 November; what the register
//! says changes on 1 December and settles in the days after. Dates are London's. Pure.

use chrono::{Datelike, NaiveDate};

/// The month in which a new year of registration begins.
const DECEMBER: u32 = 12;
/// From this day of December on the register can be trusted to show the new year.
const SETTLED_FROM: u32 = 15;

/// The latest 1 December that is not after `today`: a check before it says nothing about this year's registration.
pub fn year_began_on(today: NaiveDate) -> NaiveDate {
    let year = if today.month() == DECEMBER { today.year() } else { today.year() - 1 };
    NaiveDate::from_ymd_opt(year, DECEMBER, 1).unwrap_or(today)
}

/// The last day of the present year of registration: the next 30 November, today included.
pub fn year_ends_on(today: NaiveDate) -> NaiveDate {
    let year = year_began_on(today).year() + 1;
    NaiveDate::from_ymd_opt(year, 11, 30).unwrap_or(today)
}

/// Whether a registration last checked on that day is due a check again.
pub fn is_due(last_checked_on: Option<NaiveDate>, today: NaiveDate) -> bool {
    last_checked_on.is_none_or(|day| day < year_began_on(today))
}

/// Whether officers are reminded today: from 15 December to the end of the next November. In the first days of December the
/// register may still show last year.
pub fn is_time_to_check(today: NaiveDate) -> bool {
    today.month() != DECEMBER || today.day() >= SETTLED_FROM
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Instant;
    use crate::kernel::uk_time::london_date;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn rule_2_1_a_year_of_registration_runs_from_1_december_to_30_november() {
        let table = [
            (day(2026, 11, 30), day(2025, 12, 1), day(2026, 11, 30)),
            (day(2026, 12, 1), day(2026, 12, 1), day(2027, 11, 30)),
            (day(2026, 12, 31), day(2026, 12, 1), day(2027, 11, 30)),
            (day(2027, 1, 1), day(2026, 12, 1), day(2027, 11, 30)),
            (day(2028, 2, 29), day(2027, 12, 1), day(2028, 11, 30)),
        ];
        for (today, began, ends) in table {
            assert_eq!((year_began_on(today), year_ends_on(today)), (began, ends), "{today}");
        }
    }

    #[test]
    fn rule_2_1_a_check_lasts_until_the_next_1_december() {
        let table = [
            (None, day(2026, 6, 1), true),
            (Some(day(2025, 12, 1)), day(2026, 11, 30), false),
            (Some(day(2025, 11, 30)), day(2026, 11, 30), true),
            (Some(day(2026, 11, 30)), day(2026, 12, 1), true),
            (Some(day(2026, 12, 1)), day(2026, 12, 1), false),
            (Some(day(2026, 12, 16)), day(2027, 11, 30), false),
            (Some(day(2026, 12, 16)), day(2027, 12, 1), true),
        ];
        for (checked, today, due) in table {
            assert_eq!(is_due(checked, today), due, "{checked:?} on {today}");
        }
    }

    #[test]
    fn rule_2_1_officers_are_reminded_from_the_middle_of_december() {
        let table = [
            (day(2026, 11, 30), true),
            (day(2026, 12, 1), false),
            (day(2026, 12, 14), false),
            (day(2026, 12, 15), true),
            (day(2026, 12, 31), true),
            (day(2027, 1, 1), true),
        ];
        for (today, reminded) in table {
            assert_eq!(is_time_to_check(today), reminded, "{today}");
        }
    }

    #[test]
    fn rule_2_1_the_day_is_londons() {
        let at = |text: &str| london_date(text.parse::<Instant>().unwrap());

        assert_eq!(year_began_on(at("2026-11-30T23:59:59Z")), day(2025, 12, 1));
        assert_eq!(year_began_on(at("2026-12-01T00:00:00Z")), day(2026, 12, 1));
        assert!(!is_time_to_check(at("2026-12-14T23:59:59Z")));
        assert!(is_time_to_check(at("2026-12-15T00:00:00Z")));
    }
}
