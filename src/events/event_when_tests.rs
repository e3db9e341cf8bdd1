use super::*;

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn typed(date: &str, starts: &str, ends: &str) -> WallTime {
    WallTime { day: date.parse().ok(), starts: starts.parse().ok(), ends: ends.parse().ok() }
}

fn timed(date: &str, starts: &str, ends: &str) -> Result<EventWhen, EventWhenError> {
    EventWhen::from_wall(DateCertainty::DateAndTime, typed(date, starts, ends))
}

#[test]
fn wall_times_become_utc_in_summer_and_winter() {
    let table = [
        ("2026-09-04", "2026-09-04T08:30:00Z", "2026-09-04T12:00:00Z"),
        ("2025-12-04", "2025-12-04T09:30:00Z", "2025-12-04T13:00:00Z"),
        ("2027-03-28", "2027-03-28T08:30:00Z", "2027-03-28T12:00:00Z"),
        ("2026-10-25", "2026-10-25T09:30:00Z", "2026-10-25T13:00:00Z"),
    ];

    for (date, starts_at, ends_at) in table {
        let when = timed(date, "09:30:00", "13:00:00").unwrap();
        assert_eq!(
            when,
            EventWhen::DateAndTime { first_day: day(date), starts_at: at(starts_at), ends_at: at(ends_at) }
        );
        assert_eq!(when.wall(), typed(date, "09:30:00", "13:00:00"), "{date} reads back");
    }
}

#[test]
fn the_skipped_hour_is_refused_and_the_repeated_one_means_the_first() {
    assert!(matches!(timed("2027-03-28", "01:30:00", "03:00:00"), Err(EventWhenError::StartSkipped(_))));
    assert!(matches!(timed("2027-03-28", "00:30:00", "01:30:00"), Err(EventWhenError::EndSkipped(_))));
    assert_eq!(timed("2026-10-25", "01:30:00", "02:30:00").unwrap().starts_at(), Some(at("2026-10-25T00:30:00Z")));
    assert_eq!(timed("2026-10-25", "00:30:00", "01:30:00").unwrap().ends_at(), Some(at("2026-10-25T00:30:00Z")));
}

#[test]
fn what_is_missing_or_backwards_is_named() {
    let table = [
        (timed("", "09:30:00", "13:00:00"), EventWhenError::DayMissing),
        (timed("1999-12-31", "09:30:00", "13:00:00"), EventWhenError::DayOutOfRange),
        (timed("+99999-01-01", "09:30:00", "13:00:00"), EventWhenError::DayOutOfRange),
        (timed("2026-09-04", "", "13:00:00"), EventWhenError::StartMissing),
        (timed("2026-09-04", "09:30:00", ""), EventWhenError::EndMissing),
        (timed("2026-09-04", "09:30:00", "09:30:00"), EventWhenError::EndNotAfterStart),
        (timed("2026-09-04", "13:00:00", "09:30:00"), EventWhenError::EndNotAfterStart),
    ];

    for (found, wanted) in table {
        assert_eq!(found, Err(wanted));
    }
    assert_eq!(EventWhenError::EndNotAfterStart.to_string(), "The end must be later than the start");
}

#[test]
fn each_certainty_takes_what_it_needs_and_leaves_the_rest() {
    let all = typed("2026-09-14", "09:30:00", "13:00:00");
    let table = [
        (DateCertainty::DateOnly, EventWhen::DateOnly(day("2026-09-14"))),
        (DateCertainty::MonthOnly, EventWhen::MonthOnly(day("2026-09-01"))),
        (DateCertainty::ToBeAnnounced, EventWhen::ToBeAnnounced),
    ];

    for (certainty, wanted) in table {
        let when = EventWhen::from_wall(certainty, all).unwrap();
        assert_eq!(when, wanted);
        assert_eq!(when.certainty(), certainty);
        assert_eq!(when.starts_at(), None);
    }
    for certainty in [DateCertainty::DateOnly, DateCertainty::MonthOnly] {
        assert_eq!(EventWhen::from_wall(certainty, WallTime::default()), Err(EventWhenError::DayMissing));
    }
    assert_eq!(EventWhen::from_wall(DateCertainty::ToBeAnnounced, WallTime::default()), Ok(EventWhen::ToBeAnnounced));
}

#[test]
fn the_last_instant_before_it_is_past_and_the_first_after() {
    let a_microsecond = chrono::Duration::microseconds(1);
    let table = [
        (timed("2026-09-04", "09:30:00", "13:00:00").unwrap(), "2026-09-04T12:00:00Z"),
        (EventWhen::DateOnly(day("2026-09-14")), "2026-09-14T23:00:00Z"),
        (EventWhen::DateOnly(day("2026-10-25")), "2026-10-26T00:00:00Z"),
        (EventWhen::MonthOnly(day("2026-10-01")), "2026-11-01T00:00:00Z"),
        (EventWhen::MonthOnly(day("2027-03-01")), "2027-03-31T23:00:00Z"),
    ];

    for (when, end) in table {
        assert!(!when.is_over(at(end) - a_microsecond), "{when:?}");
        assert!(when.is_over(at(end)), "{when:?}");
    }
    assert!(!EventWhen::ToBeAnnounced.is_over(at("2999-01-01T00:00:00Z")));
}

#[test]
fn it_has_started_from_its_start_or_from_its_day() {
    let table = [
        (timed("2026-09-04", "09:30:00", "13:00:00").unwrap(), "2026-09-04T08:29:59.999999Z", false),
        (timed("2026-09-04", "09:30:00", "13:00:00").unwrap(), "2026-09-04T08:30:00Z", true),
        (EventWhen::DateOnly(day("2026-09-14")), "2026-09-13T22:59:59.999999Z", false),
        (EventWhen::DateOnly(day("2026-09-14")), "2026-09-13T23:00:00Z", true),
        (EventWhen::MonthOnly(day("2026-09-01")), "2026-09-20T12:00:00Z", false),
        (EventWhen::MonthOnly(day("2026-09-01")), "2026-10-01T12:00:00Z", true),
        (EventWhen::ToBeAnnounced, "2026-09-20T12:00:00Z", false),
    ];

    for (when, now, wanted) in table {
        assert_eq!(when.has_started(at(now)), wanted, "{when:?} at {now}");
    }
}

#[test]
fn a_day_without_a_time_counts_from_nine_in_the_morning() {
    let summer = EventWhen::DateOnly(day("2026-09-14"));

    assert_eq!(summer.reckoned_start(), Some(at("2026-09-14T08:00:00Z")));
    assert_eq!(timed("2026-09-04", "09:30:00", "13:00:00").unwrap().reckoned_start(), Some(at("2026-09-04T08:30:00Z")));
    assert_eq!(EventWhen::MonthOnly(day("2026-09-01")).reckoned_start(), None);
}

#[test]
fn words_are_read_back() {
    for certainty in DateCertainty::ALL {
        assert_eq!(DateCertainty::parse(certainty.word()), Some(certainty));
    }
}
