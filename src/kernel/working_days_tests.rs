use chrono::Days;
use proptest::prelude::*;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn added(name: &str) -> HolidayChange {
    HolidayChange { name: name.to_owned(), is_holiday: true }
}

fn taken_away(name: &str) -> HolidayChange {
    HolidayChange { name: name.to_owned(), is_holiday: false }
}

#[test]
fn weekends_and_bank_holidays_are_not_working_days() {
    let table = [
        ("2026-08-28", true),
        ("2026-08-29", false),
        ("2026-08-30", false),
        ("2026-08-31", false),
        ("2026-12-24", true),
        ("2026-12-28", false),
        ("2027-03-26", false),
        ("2028-01-03", false),
        ("2025-12-26", false),
        ("2031-12-26", false),
        // Nothing is known of the year after the table but its weekends.
        ("2032-01-01", true),
    ];
    for (date, wanted) in table {
        assert_eq!(WorkingDays::shipped().is_working_day(day(date)), wanted, "{date}");
    }
}

#[test]
fn working_days_are_counted_over_weekends_and_holidays() {
    let table = [
        ("2026-09-04", 0, "2026-09-04"),
        ("2026-09-04", 1, "2026-09-07"),
        ("2026-09-04", 5, "2026-09-11"),
        ("2026-08-28", 1, "2026-09-01"),
        ("2026-12-24", 1, "2026-12-29"),
        ("2026-12-24", 5, "2027-01-05"),
        ("2027-03-25", 1, "2027-03-30"),
    ];
    for (from, count, wanted) in table {
        assert_eq!(WorkingDays::shipped().after(day(from), count), day(wanted), "{from} + {count}");
    }
}

#[test]
fn working_days_are_counted_backwards_over_weekends_and_bank_holidays() {
    let table = [
        ("2026-09-03", 0, "2026-09-03"),
        ("2026-09-03", 1, "2026-09-02"),
        ("2026-09-02", 2, "2026-08-28"),
        ("2026-12-29", 1, "2026-12-24"),
    ];
    for (from, count, wanted) in table {
        assert_eq!(WorkingDays::shipped().before(day(from), count), day(wanted), "{from} - {count}");
    }
}

#[test]
fn tm_05_an_added_day_moves_what_is_counted_over_it_and_a_day_taken_away_moves_it_back() {
    // The early May bank holiday of 2027 moved from Monday 3 to Friday 7.
    let moved = WorkingDays::with_changes([
        (day("2027-05-03"), taken_away("Early May bank holiday")),
        (day("2027-05-07"), added("Early May bank holiday (moved)")),
    ]);
    let table = [
        ("2027-04-30", 1, "2027-05-04", "2027-05-03"),
        ("2027-05-06", 1, "2027-05-07", "2027-05-10"),
        ("2027-05-05", 1, "2027-05-06", "2027-05-06"),
        ("2027-04-30", 5, "2027-05-10", "2027-05-10"),
    ];
    for (from, count, before, after) in table {
        assert_eq!(WorkingDays::shipped().after(day(from), count), day(before), "{from} + {count}, shipped");
        assert_eq!(moved.after(day(from), count), day(after), "{from} + {count}, moved");
    }
    assert_eq!(moved.before(day("2027-05-10"), 1), day("2027-05-06"));
    assert_eq!(moved.holiday_on(day("2027-05-07")), Some("Early May bank holiday (moved)"));
    assert_eq!(moved.holiday_on(day("2027-05-03")), None);
    assert_eq!(moved.holidays().len(), WorkingDays::shipped().holidays().len());
}

#[test]
fn tm_05_the_warning_begins_six_months_before_the_last_known_day() {
    let shipped = WorkingDays::shipped();
    assert_eq!(shipped.known_until(), day("2031-12-26"));

    for (today, wanted) in
        [("2026-11-23", false), ("2031-06-25", false), ("2031-06-26", true), ("2031-12-27", true), ("2035-01-01", true)]
    {
        assert_eq!(shipped.ends_soon(day(today)), wanted, "{today}");
    }
}

#[test]
fn tm_05_one_day_of_a_later_year_does_not_make_that_year_known() {
    let next = |count: u64| {
        let days = (0..count).map(|days| (day("2032-01-01") + Days::new(days), added("A day")));
        WorkingDays::with_changes(days).known_until()
    };
    for (count, until) in [(1, "2031-12-26"), (7, "2031-12-26"), (8, "2032-01-08")] {
        assert_eq!(next(count), day(until), "{count} days");
    }
    let fewer = WorkingDays::with_changes([(day("2029-05-07"), taken_away("Early May bank holiday"))]);
    assert_eq!(fewer.known_until(), day("2031-12-26"), "a day taken away is known of");
    let last = WorkingDays::with_changes([(day("2031-12-26"), taken_away("Boxing Day"))]);
    assert_eq!(last.known_until(), day("2031-12-25"));
}

proptest! {
    #[test]
    fn adding_in_two_steps_is_adding_at_once(offset in 0_u64..2_000, first in 1_u32..20, second in 0_u32..20) {
        let days = WorkingDays::with_changes([(day("2027-06-04"), added("A day"))]);
        let from = day("2025-01-01") + Days::new(offset);
        let stepped = days.after(days.after(from, first), second);

        prop_assert_eq!(stepped, days.after(from, first + second));
        prop_assert!(days.is_working_day(stepped));
    }
}
