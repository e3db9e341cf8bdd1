//! Working days in England and Wales: Monday to Friday, less the bank holidays in a shipped table (TM-05).

use chrono::{Datelike, NaiveDate, Weekday};

/// The last year in the table of bank holidays. After it only weekends are known.
pub const LAST_YEAR_KNOWN: i32 = 2028;

/// Year, month, day of each bank holiday in England and Wales, substitute days included.
const BANK_HOLIDAYS: [(i32, u32, u32); 32] = [
    (2025, 1, 1),
    (2025, 4, 18),
    (2025, 4, 21),
    (2025, 5, 5),
    (2025, 5, 26),
    (2025, 8, 25),
    (2025, 12, 25),
    (2025, 12, 26),
    (2026, 1, 1),
    (2026, 4, 3),
    (2026, 4, 6),
    (2026, 5, 4),
    (2026, 5, 25),
    (2026, 8, 31),
    (2026, 12, 25),
    (2026, 12, 28),
    (2027, 1, 1),
    (2027, 3, 26),
    (2027, 3, 29),
    (2027, 5, 3),
    (2027, 5, 31),
    (2027, 8, 30),
    (2027, 12, 27),
    (2027, 12, 28),
    (2028, 1, 3),
    (2028, 4, 14),
    (2028, 4, 17),
    (2028, 5, 1),
    (2028, 5, 29),
    (2028, 8, 28),
    (2028, 12, 25),
    (2028, 12, 26),
];

/// Is `day` a bank holiday in England and Wales?
pub fn is_bank_holiday(day: NaiveDate) -> bool {
    BANK_HOLIDAYS.contains(&(day.year(), day.month(), day.day()))
}

/// Is `day` neither at a weekend nor a bank holiday?
pub fn is_working_day(day: NaiveDate) -> bool {
    !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) && !is_bank_holiday(day)
}

/// The `count`th working day after `day`, not counting `day` itself; `day` when `count` is 0.
pub fn add_working_days(day: NaiveDate, count: u32) -> NaiveDate {
    let Some(wanted_after) = count.checked_sub(1) else {
        return day;
    };
    day.iter_days().skip(1).filter(|later| is_working_day(*later)).nth(wanted_after as usize).unwrap_or(NaiveDate::MAX)
}

/// The `count`th working day before `day`, not counting `day` itself; `day` when `count` is 0.
pub fn working_days_before(day: NaiveDate, count: usize) -> NaiveDate {
    let Some(wanted_after) = count.checked_sub(1) else {
        return day;
    };
    let before = std::iter::successors(day.pred_opt(), NaiveDate::pred_opt);
    before.filter(|earlier| is_working_day(*earlier)).nth(wanted_after).unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn weekends_and_bank_holidays_are_not_working_days() {
        let table = [
            (day(2026, 8, 28), true),
            (day(2026, 8, 29), false),
            (day(2026, 8, 30), false),
            (day(2026, 8, 31), false),
            (day(2026, 12, 24), true),
            (day(2026, 12, 28), false),
            (day(2027, 3, 26), false),
            (day(2028, 1, 3), false),
            (day(2025, 12, 26), false),
        ];

        for (date, wanted) in table {
            assert_eq!(is_working_day(date), wanted, "{date}");
        }
    }

    #[test]
    fn every_bank_holiday_in_the_table_is_a_real_weekday_and_each_year_has_eight() {
        for (year, month, date) in BANK_HOLIDAYS {
            let weekday = day(year, month, date).weekday();
            assert!(!matches!(weekday, Weekday::Sat | Weekday::Sun), "{year}-{month}-{date}");
        }
        for year in 2025..=LAST_YEAR_KNOWN {
            assert_eq!(BANK_HOLIDAYS.iter().filter(|row| row.0 == year).count(), 8, "{year}");
        }
    }

    #[test]
    fn working_days_are_counted_over_weekends_and_holidays() {
        let table = [
            (day(2026, 9, 4), 0, day(2026, 9, 4)),
            (day(2026, 9, 4), 1, day(2026, 9, 7)),
            (day(2026, 9, 4), 5, day(2026, 9, 11)),
            (day(2026, 8, 28), 1, day(2026, 9, 1)),
            (day(2026, 12, 24), 1, day(2026, 12, 29)),
            (day(2026, 12, 24), 5, day(2027, 1, 5)),
            (day(2027, 3, 25), 1, day(2027, 3, 30)),
        ];

        for (from, count, wanted) in table {
            assert_eq!(add_working_days(from, count), wanted, "{from} + {count}");
        }
    }

    proptest! {
        #[test]
        fn adding_in_two_steps_is_adding_at_once(
            offset in 0_i64..1_200, first in 1_u32..20, second in 0_u32..20,
        ) {
            let from = day(2025, 1, 1) + chrono::Duration::days(offset);
            let stepped = add_working_days(add_working_days(from, first), second);

            prop_assert_eq!(stepped, add_working_days(from, first + second));
            prop_assert!(is_working_day(stepped));
        }
    }

    #[test]
    fn working_days_are_counted_backwards_over_weekends_and_bank_holidays() {
        let table = [
            (day(2026, 9, 3), 0, day(2026, 9, 3)),
            (day(2026, 9, 3), 1, day(2026, 9, 2)),
            (day(2026, 9, 2), 2, day(2026, 8, 28)),
            (day(2026, 12, 29), 1, day(2026, 12, 24)),
        ];
        for (from, count, wanted) in table {
            assert_eq!(working_days_before(from, count), wanted);
        }
    }
}
