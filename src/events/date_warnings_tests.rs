use super::*;
use crate::events::event_when::{DateCertainty, WallTime};
use crate::kernel::working_days::HolidayChange;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn warned(days: &[&str], working: &WorkingDays) -> Vec<String> {
    date_warnings(&days.iter().map(|text| day(text)).collect(), working)
}

#[test]
fn tm_06_a_bank_holiday_is_named() {
    let table = [
        ("2027-03-25", None),
        ("2027-03-26", Some("Friday 26 March 2027 is a bank holiday: Good Friday.")),
        ("2027-03-27", None),
        ("2027-12-25", None),
        ("2027-12-27", Some("Monday 27 December 2027 is a bank holiday: Christmas Day (substitute day).")),
    ];
    for (date, wanted) in table {
        let wanted: Vec<String> = wanted.into_iter().map(str::to_owned).collect();
        assert_eq!(warned(&[date], &WorkingDays::shipped()), wanted, "{date}");
    }
}

#[test]
fn tm_06_the_charitys_own_changes_count() {
    let added = HolidayChange { name: "A day of thanks".to_owned(), is_holiday: true };
    let taken = HolidayChange { name: "Good Friday".to_owned(), is_holiday: false };
    let days = WorkingDays::with_changes([(day("2027-06-04"), added), (day("2027-03-26"), taken)]);

    assert_eq!(warned(&["2027-06-04"], &days), ["Friday 4 June 2027 is a bank holiday: A day of thanks."]);
    assert!(warned(&["2027-03-26"], &days).is_empty());
}

#[test]
fn tm_06_the_rush_is_from_16_to_30_november_of_every_year() {
    for (date, is_warned) in [
        ("2026-11-15", false),
        ("2026-11-16", true),
        ("2026-11-30", true),
        ("2026-12-01", false),
        ("2026-10-20", false),
        ("2033-11-23", true),
    ] {
        let words = warned(&[date], &WorkingDays::shipped());
        assert_eq!(words.len(), usize::from(is_warned), "{date}");
        assert!(words.iter().all(|words| words.contains("30 November")), "{words:?}");
    }
}

#[test]
fn tm_06_every_day_of_several_is_looked_at_and_the_rush_is_said_once() {
    let words = warned(&["2026-12-24", "2026-12-25", "2026-12-28"], &WorkingDays::shipped());
    assert_eq!(words.len(), 2, "{words:?}");

    let rush = warned(&["2026-11-17", "2026-11-18"], &WorkingDays::shipped());
    assert_eq!(rush.len(), 1);
    assert!(rush[0].starts_with("Tuesday 17 November 2026"), "{rush:?}");
}

#[test]
fn tm_06_only_a_known_day_is_looked_at() {
    let typed = |certainty| {
        let wall =
            WallTime { day: Some(day("2026-11-30")), starts: "09:30:00".parse().ok(), ends: "13:00:00".parse().ok() };
        days_of(&EventWhen::from_wall(certainty, wall).unwrap())
    };
    for certainty in [DateCertainty::DateAndTime, DateCertainty::DateOnly] {
        assert_eq!(typed(certainty), [day("2026-11-30")].into());
    }
    for certainty in [DateCertainty::MonthOnly, DateCertainty::ToBeAnnounced] {
        assert!(typed(certainty).is_empty());
    }
}

#[test]
fn an_end_at_midnight_belongs_to_the_day_before() {
    let when = |ends: &str| EventWhen::DateAndTime {
        first_day: day("2027-03-25"),
        starts_at: "2027-03-25T18:00:00Z".parse().unwrap(),
        ends_at: ends.parse().unwrap(),
    };

    assert_eq!(days_of(&when("2027-03-26T00:00:00Z")), [day("2027-03-25")].into());
    assert_eq!(days_of(&when("2027-03-26T00:00:01Z")), [day("2027-03-25"), day("2027-03-26")].into());
}
