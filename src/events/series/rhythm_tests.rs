use chrono::NaiveTime;

use super::*;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn timed(on: &str, starts: &str, ends: &str) -> EventWhen {
    let typed = WallTime { day: on.parse().ok(), starts: starts.parse().ok(), ends: ends.parse().ok() };
    EventWhen::from_wall(DateCertainty::DateAndTime, typed).unwrap()
}

fn days(first: &str, rhythm: Rhythm, count: usize) -> Vec<String> {
    let dates = series_dates(&EventWhen::DateOnly(day(first)), rhythm, count).unwrap();
    dates.iter().map(|when| when.known_day().unwrap().to_string()).collect()
}

#[test]
fn ses_6_the_days_of_each_rhythm() {
    use Rhythm::{Fortnightly, Monthly, Weekly};
    let table: [(&str, Rhythm, &[&str]); 7] = [
        ("2026-12-22", Weekly, &["2026-12-22", "2026-12-29", "2027-01-05"]),
        ("2026-12-22", Fortnightly, &["2026-12-22", "2027-01-05", "2027-01-19"]),
        // The second Tuesday.
        ("2026-12-08", Monthly, &["2026-12-08", "2027-01-12", "2027-02-09"]),
        // A Monday that is the first of its month.
        ("2027-02-01", Monthly, &["2027-02-01", "2027-03-01", "2027-04-05"]),
        // The fourth Sunday of a month that has no fifth.
        ("2027-02-28", Monthly, &["2027-02-28", "2027-03-28", "2027-04-25"]),
        // A fifth Friday is the last of each month.
        ("2027-01-29", Monthly, &["2027-01-29", "2027-02-26", "2027-03-26", "2027-04-30"]),
        ("2028-02-29", Monthly, &["2028-02-29", "2028-03-28"]),
    ];
    for (first, rhythm, wanted) in table {
        assert_eq!(days(first, rhythm, wanted.len()), wanted, "{first} {rhythm:?}");
    }
}

#[test]
fn tm_02_half_past_nine_stays_half_past_nine_when_the_clocks_change() {
    let spring = series_dates(&timed("2027-03-23", "09:30:00", "11:00:00"), Rhythm::Weekly, 2).unwrap();
    let autumn = series_dates(&timed("2026-10-20", "09:30:00", "11:00:00"), Rhythm::Weekly, 2).unwrap();
    let starts =
        |dates: &[EventWhen]| dates.iter().map(|when| when.starts_at().unwrap().to_rfc3339()).collect::<Vec<String>>();
    let half_past_nine = NaiveTime::from_hms_opt(9, 30, 0);

    assert_eq!(starts(&spring), ["2027-03-23T09:30:00+00:00", "2027-03-30T08:30:00+00:00"]);
    assert_eq!(starts(&autumn), ["2026-10-20T08:30:00+00:00", "2026-10-27T09:30:00+00:00"]);
    for when in spring.iter().chain(&autumn) {
        assert_eq!(when.wall().starts, half_past_nine, "{when:?}");
    }
}

#[test]
fn d2_a_time_that_the_clocks_skip_is_named_with_its_day() {
    let refused = series_dates(&timed("2027-03-21", "01:30:00", "03:30:00"), Rhythm::Weekly, 2).unwrap_err();

    assert!(matches!(refused, RhythmError::On { day: on, .. } if on == day("2027-03-28")), "{refused:?}");
    assert!(refused.to_string().starts_with("On Sunday 28 March 2027 that does not work: "), "{refused}");
}

#[test]
fn a_series_begins_on_a_day() {
    let month = EventWhen::MonthOnly(day("2026-12-01"));

    assert_eq!(series_dates(&month, Rhythm::Weekly, 3), Err(RhythmError::DayUnknown));
    assert_eq!(series_dates(&EventWhen::ToBeAnnounced, Rhythm::Weekly, 3), Err(RhythmError::DayUnknown));
}

#[test]
fn words_are_read_back() {
    for rhythm in Rhythm::ALL {
        assert_eq!(Rhythm::parse(rhythm.word()), Some(rhythm));
    }
    assert_eq!(Rhythm::parse("daily"), None);
}
