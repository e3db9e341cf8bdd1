//! How long a membership term lasts (D3).

use chrono::{Days, Months, NaiveDate};

/// The last day, inclusive, of a term of `months` months that begins on `start`: the day before the same
/// day of the month, or the month's last day when it has no such day. Twelve months from 1 December 2026
/// end on 30 November 2027; from 29 February 2028, on 28 February 2029. A term of no months ends the day
/// before it starts.
pub fn add_months_inclusive_end(start: NaiveDate, months: u32) -> NaiveDate {
    let Some(anniversary) = start.checked_add_months(Months::new(months)) else {
        return NaiveDate::MAX;
    };
    let was_shortened = chrono::Datelike::day(&anniversary) < chrono::Datelike::day(&start);
    if was_shortened {
        return anniversary;
    }
    anniversary.checked_sub_days(Days::new(1)).unwrap_or(NaiveDate::MIN)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    #[test]
    fn terms_end_the_day_before_they_would_begin_again() {
        let table = [
            (day(2026, 12, 1), 12, day(2027, 11, 30)),
            (day(2028, 2, 29), 12, day(2029, 2, 28)),
            (day(2028, 2, 29), 48, day(2032, 2, 28)),
            (day(2027, 2, 28), 12, day(2028, 2, 27)),
            (day(2027, 3, 1), 12, day(2028, 2, 29)),
            (day(2026, 1, 1), 12, day(2026, 12, 31)),
            (day(2026, 1, 31), 1, day(2026, 2, 28)),
            (day(2026, 1, 30), 1, day(2026, 2, 28)),
            (day(2026, 1, 28), 1, day(2026, 2, 27)),
            (day(2026, 3, 31), 1, day(2026, 4, 30)),
            (day(2026, 5, 31), 2, day(2026, 7, 30)),
        ];

        for (start, months, wanted) in table {
            assert_eq!(add_months_inclusive_end(start, months), wanted, "{start} + {months}");
        }
    }

    #[test]
    fn the_term_after_29_february_begins_on_1_march() {
        let end = add_months_inclusive_end(day(2028, 2, 29), 12);
        let next = end + Days::new(1);

        assert_eq!(next, day(2029, 3, 1));
        assert_eq!(add_months_inclusive_end(next, 12), day(2030, 2, 28));
    }

    proptest! {
        #[test]
        fn more_months_always_end_later(offset in 0_i64..20_000, months in 0_u32..240) {
            let start = day(2020, 1, 1) + chrono::Duration::days(offset);
            let (shorter, longer) = (
                add_months_inclusive_end(start, months),
                add_months_inclusive_end(start, months + 1),
            );

            prop_assert!(shorter < longer);
            prop_assert!((27..=31).contains(&(longer - shorter).num_days()));
        }

        #[test]
        fn twelve_months_are_365_or_366_days(offset in 0_i64..20_000) {
            let start = day(2020, 1, 1) + chrono::Duration::days(offset);
            let days = (add_months_inclusive_end(start, 12) - start).num_days() + 1;

            prop_assert!(days == 365 || days == 366, "{start}: {days}");
        }
    }
}
