//! The bank holidays of England and Wales that come with the program, as far as the rules foretell them (TM-05). Days made or
//! moved by royal proclamation, such as for a coronation, cannot be foretold: an officer enters them, or reads them from the
//! government's list.

/// Year, month, day and name, in order; every year whole. The tests compute each of them.
pub(super) const SHIPPED: [(i32, u32, u32, &str); 56] = [
    (2025, 1, 1, "New Year’s Day"),
    (2025, 4, 18, "Good Friday"),
    (2025, 4, 21, "Easter Monday"),
    (2025, 5, 5, "Early May bank holiday"),
    (2025, 5, 26, "Spring bank holiday"),
    (2025, 8, 25, "Summer bank holiday"),
    (2025, 12, 25, "Christmas Day"),
    (2025, 12, 26, "Boxing Day"),
    (2026, 1, 1, "New Year’s Day"),
    (2026, 4, 3, "Good Friday"),
    (2026, 4, 6, "Easter Monday"),
    (2026, 5, 4, "Early May bank holiday"),
    (2026, 5, 25, "Spring bank holiday"),
    (2026, 8, 31, "Summer bank holiday"),
    (2026, 12, 25, "Christmas Day"),
    (2026, 12, 28, "Boxing Day (substitute day)"),
    (2027, 1, 1, "New Year’s Day"),
    (2027, 3, 26, "Good Friday"),
    (2027, 3, 29, "Easter Monday"),
    (2027, 5, 3, "Early May bank holiday"),
    (2027, 5, 31, "Spring bank holiday"),
    (2027, 8, 30, "Summer bank holiday"),
    (2027, 12, 27, "Christmas Day (substitute day)"),
    (2027, 12, 28, "Boxing Day (substitute day)"),
    (2028, 1, 3, "New Year’s Day (substitute day)"),
    (2028, 4, 14, "Good Friday"),
    (2028, 4, 17, "Easter Monday"),
    (2028, 5, 1, "Early May bank holiday"),
    (2028, 5, 29, "Spring bank holiday"),
    (2028, 8, 28, "Summer bank holiday"),
    (2028, 12, 25, "Christmas Day"),
    (2028, 12, 26, "Boxing Day"),
    (2029, 1, 1, "New Year’s Day"),
    (2029, 3, 30, "Good Friday"),
    (2029, 4, 2, "Easter Monday"),
    (2029, 5, 7, "Early May bank holiday"),
    (2029, 5, 28, "Spring bank holiday"),
    (2029, 8, 27, "Summer bank holiday"),
    (2029, 12, 25, "Christmas Day"),
    (2029, 12, 26, "Boxing Day"),
    (2030, 1, 1, "New Year’s Day"),
    (2030, 4, 19, "Good Friday"),
    (2030, 4, 22, "Easter Monday"),
    (2030, 5, 6, "Early May bank holiday"),
    (2030, 5, 27, "Spring bank holiday"),
    (2030, 8, 26, "Summer bank holiday"),
    (2030, 12, 25, "Christmas Day"),
    (2030, 12, 26, "Boxing Day"),
    (2031, 1, 1, "New Year’s Day"),
    (2031, 4, 11, "Good Friday"),
    (2031, 4, 14, "Easter Monday"),
    (2031, 5, 5, "Early May bank holiday"),
    (2031, 5, 26, "Spring bank holiday"),
    (2031, 8, 25, "Summer bank holiday"),
    (2031, 12, 25, "Christmas Day"),
    (2031, 12, 26, "Boxing Day"),
];

/// Bank holidays that the rules give each year.
pub(super) const A_YEAR: usize = 8;

#[cfg(test)]
mod tests {
    use chrono::{Datelike, Days, NaiveDate, Weekday};

    use super::*;

    fn day(year: i32, month: u32, day: u32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, month, day).unwrap()
    }

    /// Easter Sunday by the Gregorian computus of Meeus, Jones and Butcher.
    fn easter(year: i32) -> NaiveDate {
        let (golden, century, rest) = (year % 19, year / 100, year % 100);
        let moon = (19 * golden + century - century / 4 - (century - (century + 8) / 25 + 1) / 3 + 15) % 30;
        let week = (32 + 2 * (century % 4) + 2 * (rest / 4) - moon - rest % 4) % 7;
        let late = (golden + 11 * moon + 22 * week) / 451;
        let days = u32::try_from(moon + week - 7 * late + 114).unwrap();
        day(year, days / 31, days % 31 + 1)
    }

    fn is_weekend(day: NaiveDate) -> bool {
        matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
    }

    /// The day itself, or the next weekday that is not a bank holiday already.
    fn kept_on(falls: NaiveDate, taken: &[NaiveDate]) -> NaiveDate {
        falls.iter_days().find(|day| !is_weekend(*day) && !taken.contains(day)).unwrap()
    }

    fn last_monday(year: i32, month: u32) -> NaiveDate {
        (25..=31).map(|date| day(year, month, date)).find(|day| day.weekday() == Weekday::Mon).unwrap()
    }

    fn by_rule(year: i32) -> Vec<NaiveDate> {
        let easter = easter(year);
        let first_monday_of_may = (1..=7).map(|date| day(year, 5, date)).find(|day| day.weekday() == Weekday::Mon);
        let (christmas, boxing) = (day(year, 12, 25), day(year, 12, 26));
        // Of the two, one that is a weekday keeps its day; the other is kept on the next that is free.
        let christmas_kept = kept_on(christmas, &[boxing]);
        let boxing_kept = kept_on(boxing, &[christmas_kept]);
        let mut days = vec![
            kept_on(day(year, 1, 1), &[]),
            easter - Days::new(2),
            easter + Days::new(1),
            first_monday_of_may.unwrap(),
            last_monday(year, 5),
            last_monday(year, 8),
            christmas_kept,
            boxing_kept,
        ];
        days.sort_unstable();
        days
    }

    #[test]
    fn tm_05_the_computus_gives_easters_that_are_known() {
        let known = [(1818, 3, 22), (1943, 4, 25), (2000, 4, 23), (2024, 3, 31), (2027, 3, 28), (2038, 4, 25)];
        for (year, month, date) in known {
            assert_eq!(easter(year), day(year, month, date));
        }
    }

    #[test]
    fn tm_05_every_shipped_day_follows_from_the_rules() {
        let shipped: Vec<NaiveDate> = SHIPPED.iter().map(|(year, month, date, _)| day(*year, *month, *date)).collect();
        let computed: Vec<NaiveDate> = (2025..=2031).flat_map(by_rule).collect();

        assert_eq!(shipped, computed);
        assert_eq!(shipped.len(), 7 * A_YEAR);
    }

    #[test]
    fn tm_05_a_day_that_falls_at_a_weekend_says_that_it_is_a_substitute() {
        for (year, month, date, name) in SHIPPED {
            let is_own_day = [("New Year", (1, 1)), ("Christmas", (12, 25)), ("Boxing", (12, 26))]
                .iter()
                .all(|(start, own)| !name.starts_with(start) || (month, date) == *own);
            assert_eq!(name.ends_with("(substitute day)"), !is_own_day, "{year}-{month}-{date} {name}");
        }
    }
}
