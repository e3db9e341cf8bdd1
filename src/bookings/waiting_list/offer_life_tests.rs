use proptest::prelude::*;

use super::*;
use crate::kernel::uk_time::london_date;
use crate::kernel::working_days::HolidayChange;

const TICK: Duration = Duration::microseconds(1);

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

/// A London wall time.
fn wall(text: &str) -> Instant {
    resolve(text.parse().unwrap()).unwrap()
}

/// Far enough away to shorten nothing.
fn far() -> Instant {
    at("2029-01-01T00:00:00Z")
}

#[test]
fn wtl_5_an_offer_lasts_48_hours_when_that_ends_in_working_hours() {
    let table = [
        // Monday to Wednesday, in summer and in winter.
        ("2026-06-01T10:00:00", "2026-06-03T10:00:00"),
        ("2026-12-07T15:30:00", "2026-12-09T15:30:00"),
        // Exactly eight in the morning and eight in the evening are working hours.
        ("2026-06-01T08:00:00", "2026-06-03T08:00:00"),
        ("2026-06-01T20:00:00", "2026-06-03T20:00:00"),
    ];
    for (now, end) in table {
        assert_eq!(offer_end(&WorkingDays::shipped(), wall(now), far()), wall(end), "{now}");
    }
}

#[test]
fn wtl_5_an_end_at_night_or_at_a_weekend_becomes_ten_the_next_working_day() {
    let table = [
        // A second after eight in the evening, Monday to Wednesday night.
        ("2026-06-01T20:00:01", "2026-06-04T10:00:00"),
        ("2026-06-01T23:59:59", "2026-06-04T10:00:00"),
        // After midnight the working day is the same one.
        ("2026-06-02T00:00:00", "2026-06-04T10:00:00"),
        ("2026-06-02T07:59:59", "2026-06-04T10:00:00"),
        // Wednesday evening to Friday evening: over the weekend.
        ("2026-06-03T21:00:00", "2026-06-08T10:00:00"),
        // Thursday and Friday noon end on Saturday and Sunday noon.
        ("2026-06-04T12:00:00", "2026-06-08T10:00:00"),
        ("2026-06-05T12:00:00", "2026-06-08T10:00:00"),
        // Saturday early ends on Monday early.
        ("2026-06-06T03:00:00", "2026-06-08T10:00:00"),
    ];
    for (now, end) in table {
        assert_eq!(offer_end(&WorkingDays::shipped(), wall(now), far()), wall(end), "{now}");
    }
}

#[test]
fn wtl_5_bank_holidays_are_not_working_days() {
    let table = [
        // Summer bank holiday, Monday 31 August 2026.
        ("2026-08-29T12:00:00", "2026-09-01T10:00:00"),
        ("2026-08-27T12:00:00", "2026-09-01T10:00:00"),
        // Christmas: Friday 25 December and Monday 28 December 2026 are off.
        ("2026-12-23T12:00:00", "2026-12-29T10:00:00"),
        ("2026-12-24T12:00:00", "2026-12-29T10:00:00"),
        // Good Friday and Easter Monday 2027.
        ("2027-03-24T12:00:00", "2027-03-30T10:00:00"),
    ];
    for (now, end) in table {
        assert_eq!(offer_end(&WorkingDays::shipped(), wall(now), far()), wall(end), "{now}");
    }
}

#[test]
fn tm_05_a_day_the_charity_adds_is_no_day_to_end_an_offer_on() {
    let day = |text: &str| text.parse().unwrap();
    let change = |is_holiday| HolidayChange { name: "A day".to_owned(), is_holiday };
    let days = WorkingDays::with_changes([(day("2026-06-03"), change(true)), (day("2026-08-31"), change(false))]);

    assert_eq!(offer_end(&days, wall("2026-06-01T10:00:00"), far()), wall("2026-06-04T10:00:00"));
    assert_eq!(offer_end(&days, wall("2026-08-29T12:00:00"), far()), wall("2026-08-31T12:00:00"));
}

#[test]
fn wtl_5_48_hours_are_elapsed_hours_over_both_clock_changes() {
    let table = [
        // Clocks go forward on Sunday 28 March 2027: 48 hours from Saturday noon are Monday 1pm, a bank holiday.
        ("2027-03-27T12:00:00Z", "2027-03-30T09:00:00Z"),
        // And back on Sunday 25 October 2026: from Saturday 11am (10:00Z) to Monday 10am (10:00Z).
        ("2026-10-24T10:00:00Z", "2026-10-26T10:00:00Z"),
        // Saturday 8:30am in summer time ends on Monday 7:30am in winter time, so at ten.
        ("2026-10-24T07:30:00Z", "2026-10-26T10:00:00Z"),
        // In 2028 the clocks go forward on Sunday 26 March: Saturday 7:30am becomes Monday 8:30am, which is daytime.
        ("2028-03-25T07:30:00Z", "2028-03-27T07:30:00Z"),
        // And Saturday 7:30pm becomes Monday 8:30pm, so Tuesday at ten, summer time.
        ("2028-03-25T19:30:00Z", "2028-03-28T09:00:00Z"),
    ];
    for (now, end) in table {
        assert_eq!(offer_end(&WorkingDays::shipped(), at(now), far()), at(end), "{now}");
    }
}

#[test]
fn wtl_5_an_offer_ends_two_hours_before_bookings_close_at_the_latest() {
    let now = wall("2026-06-01T10:00:00");
    let full = wall("2026-06-03T10:00:00");
    let two = Duration::hours(2);
    for (closes, end) in [
        (full + two - TICK, full - TICK),
        (full + two, full),
        (full + two + TICK, full),
        (wall("2026-06-02T16:00:00"), wall("2026-06-02T14:00:00")),
    ] {
        assert_eq!(offer_end(&WorkingDays::shipped(), now, closes), end, "{closes}");
    }
}

#[test]
fn wtl_5_the_next_morning_counts_only_if_it_is_still_in_time() {
    // Made on Monday at 9pm, so it would end on Wednesday at 9pm.
    let now = wall("2026-06-01T21:00:00");
    let morning = wall("2026-06-04T10:00:00");
    let night = wall("2026-06-03T21:00:00");
    let two = Duration::hours(2);
    for (closes, end) in [(morning + two, morning), (morning + two - TICK, night), (morning + two + TICK, morning)] {
        assert_eq!(offer_end(&WorkingDays::shipped(), now, closes), end, "{closes}");
    }
}

#[test]
fn wtl_5_less_than_24_hours_before_the_start_who_comes_first_has_it() {
    let begins = wall("2026-06-10T09:30:00");
    let closes = begins - Duration::hours(1);
    let day_before = begins - Duration::hours(24);
    assert_eq!(
        handing(&WorkingDays::shipped(), day_before, begins, closes),
        Handing::InTurn { until: day_before + Duration::hours(21) },
        "exactly 24 hours are not less"
    );
    assert_eq!(handing(&WorkingDays::shipped(), day_before + TICK, begins, closes), Handing::FirstCome);
    assert_eq!(
        handing(&WorkingDays::shipped(), closes, begins, closes),
        Handing::FirstCome,
        "inclusive at the instant (CLK-5)"
    );
    assert_eq!(handing(&WorkingDays::shipped(), closes + TICK, begins, closes), Handing::Ended);
}

#[test]
fn wtl_12_the_list_ends_when_bookings_close() {
    // In person: closes two days before.
    let begins = wall("2026-06-10T09:30:00");
    let closes = begins - Duration::hours(48);
    assert_eq!(handing(&WorkingDays::shipped(), closes + TICK, begins, closes), Handing::Ended);
    // Three hours before the closing an offer of an hour is just long enough; after that, first come.
    let three = closes - Duration::hours(3);
    assert_eq!(
        handing(&WorkingDays::shipped(), three, begins, closes),
        Handing::InTurn { until: three + Duration::hours(1) }
    );
    assert_eq!(handing(&WorkingDays::shipped(), three + TICK, begins, closes), Handing::FirstCome);
    assert_eq!(handing(&WorkingDays::shipped(), closes, begins, closes), Handing::FirstCome);
    // An officer may close later than the start; nobody is offered a place in an event that has begun.
    assert_eq!(handing(&WorkingDays::shipped(), begins, begins, begins + Duration::hours(1)), Handing::Ended);
}

proptest! {
    #[test]
    fn an_offer_is_never_shorter_than_48_hours_unless_bookings_close(minutes in 0_i64..1_000_000, ahead in 1_i64..20_000) {
        let now = at("2026-01-01T00:00:00Z") + Duration::minutes(minutes);
        let closes = now + Duration::minutes(ahead);
        let end = offer_end(&WorkingDays::shipped(), now, closes);
        let latest = closes - Duration::hours(2);

        prop_assert!(end <= latest);
        prop_assert!(end == latest || end >= now + Duration::hours(48));
        if end > now + Duration::hours(48) {
            prop_assert_eq!(london(end).time(), NaiveTime::from_hms_opt(10, 0, 0).unwrap());
            prop_assert!(WorkingDays::shipped().is_working_day(london_date(end)));
        }
    }
}
