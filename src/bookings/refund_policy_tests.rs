//! Every boundary of refunds: the D1 table, the 14 days, tiers, the start.

use super::refund_policy::*;
use crate::kernel::{Instant, Pence};
use chrono::{Duration, NaiveDate, TimeZone, Utc};
use proptest::prelude::*;

fn day(y: i32, m: u32, d: u32) -> NaiveDate {
    NaiveDate::from_ymd_opt(y, m, d).unwrap()
}

fn seven_days() -> RefundPolicy {
    RefundPolicy { id: 1, name: "Seven days".into(), tiers: vec![RefundTier { days_before: 7, percent: 100 }] }
}

fn fourth_of_september() -> EventDates {
    EventDates { first_day: day(2026, 9, 4), starts_at: Some(Utc.with_ymd_and_hms(2026, 9, 4, 8, 30, 0).unwrap()) }
}

fn noon(y: i32, m: u32, d: u32) -> Instant {
    Utc.with_ymd_and_hms(y, m, d, 12, 0, 0).unwrap()
}

#[test]
fn ref_2_the_boundary_is_the_end_of_the_london_day() {
    let starts = |y, m, d, h, min| Some(Utc.with_ymd_and_hms(y, m, d, h, min, 0).unwrap());
    let table = [
        (day(2026, 10, 29), starts(2026, 10, 29, 9, 30), Utc.with_ymd_and_hms(2026, 10, 22, 23, 0, 0).unwrap()),
        (day(2027, 4, 1), starts(2027, 4, 1, 8, 30), Utc.with_ymd_and_hms(2027, 3, 26, 0, 0, 0).unwrap()),
        (day(2026, 9, 4), starts(2026, 9, 4, 8, 30), Utc.with_ymd_and_hms(2026, 8, 28, 23, 0, 0).unwrap()),
        (day(2025, 12, 4), starts(2025, 12, 4, 9, 30), Utc.with_ymd_and_hms(2025, 11, 28, 0, 0, 0).unwrap()),
    ];
    for (first_day, starts_at, deadline) in table {
        let dates = EventDates { first_day, starts_at };
        let at = |now| decide_refund(&seven_days(), PayerKind::Organisation, day(2025, 1, 1), dates, now);

        assert_eq!(at(deadline - Duration::microseconds(1)).percent, 100, "{first_day}");
        assert_eq!(at(deadline).percent, 0, "{first_day}");
        assert_eq!(at(deadline).reason, RefundReason::TooLate);
    }
}

#[test]
fn co_07_the_kinder_rule_wins_for_a_person() {
    let table = [
        (day(2026, 6, 1), noon(2026, 8, 28), 100, RefundReason::InTime),
        (day(2026, 6, 1), noon(2026, 8, 29), 0, RefundReason::TooLate),
        (day(2026, 8, 28), noon(2026, 8, 30), 100, RefundReason::FourteenDays),
        (day(2026, 8, 28), noon(2026, 9, 5), 0, RefundReason::Started),
    ];
    for (booked_on, now, percent, reason) in table {
        let decision = decide_refund(&seven_days(), PayerKind::Person, booked_on, fourth_of_september(), now);
        assert_eq!((decision.percent, decision.reason), (percent, reason), "booked {booked_on}, asked {now}");
    }
}

#[test]
fn an_employer_has_no_fourteen_days() {
    let decision = decide_refund(
        &seven_days(),
        PayerKind::Organisation,
        day(2026, 8, 28),
        fourth_of_september(),
        noon(2026, 8, 30),
    );
    assert_eq!(decision.percent, 0);
}

#[test]
fn ref_18_nothing_by_oneself_from_the_very_start() {
    let start = fourth_of_september().started_from();
    let at = |now| decide_refund(&seven_days(), PayerKind::Person, day(2026, 9, 3), fourth_of_september(), now);

    assert_eq!(at(start - Duration::microseconds(1)).percent, 100);
    assert_eq!(at(start).reason, RefundReason::Started);
}

#[test]
fn ref_3_the_first_tier_not_yet_past() {
    let policy = RefundPolicy {
        id: 2,
        name: "Tiers".into(),
        tiers: vec![RefundTier { days_before: 2, percent: 50 }, RefundTier { days_before: 7, percent: 100 }],
    };
    let table = [(noon(2026, 8, 28), 100), (noon(2026, 8, 29), 50), (noon(2026, 9, 2), 50), (noon(2026, 9, 3), 0)];
    for (now, percent) in table {
        let decision = decide_refund(&policy, PayerKind::Organisation, day(2026, 6, 1), fourth_of_september(), now);
        assert_eq!(decision.percent, percent, "{now}");
    }
    assert_eq!(
        policy_words(&policy, fourth_of_september(), noon(2026, 6, 1)),
        [
            "Cancel until the end of Friday 28 August 2026 for a full refund.",
            "Cancel until the end of Wednesday 2 September 2026 and 50% comes back.",
            "After that the place is not refunded.",
        ]
    );
}

fn policy(tiers: &[(u32, u8)]) -> RefundPolicy {
    let tier = |(days_before, percent): &(u32, u8)| RefundTier { days_before: *days_before, percent: *percent };
    RefundPolicy { id: 1, name: "Some".into(), tiers: tiers.iter().map(tier).collect() }
}

#[test]
fn ref_1_a_later_version_counts_only_where_it_is_kinder() {
    let own = policy(&[(7, 100), (2, 50)]);
    let table = [
        (vec![policy(&[(14, 100)])], own.tiers.clone()),
        (vec![policy(&[(5, 100)])], policy(&[(5, 100), (2, 50)]).tiers),
        (vec![policy(&[(2, 100)])], policy(&[(2, 100)]).tiers),
        (vec![policy(&[(5, 100)]), policy(&[(14, 100)])], policy(&[(5, 100), (2, 50)]).tiers),
        (vec![policy(&[(0, 20)])], policy(&[(7, 100), (2, 50), (0, 20)]).tiers),
        (vec![policy(&[])], own.tiers.clone()),
        (vec![], own.tiers.clone()),
    ];
    for (later, expected) in table {
        assert_eq!(own.clone().with_later_versions(&later).tiers, expected, "{later:?}");
    }
}

#[test]
fn ref_3_the_boundary_of_each_tier_to_the_microsecond() {
    let tiers = policy(&[(7, 100), (2, 50)]);
    let dates = fourth_of_september();
    let moment = Duration::microseconds(1);
    let at = |y, m, d| Utc.with_ymd_and_hms(y, m, d, 23, 0, 0).unwrap();
    let table = [
        (at(2026, 8, 28) - moment, 100, Some(at(2026, 8, 28))),
        (at(2026, 8, 28), 50, Some(at(2026, 9, 2))),
        (at(2026, 9, 2) - moment, 50, Some(at(2026, 9, 2))),
        (at(2026, 9, 2), 0, None),
    ];
    for (now, percent, until) in table {
        let decision = decide_refund(&tiers, PayerKind::Organisation, day(2026, 6, 1), dates, now);
        assert_eq!((decision.percent, decision.until), (percent, until), "{now}");
    }
}

#[test]
fn co_07_the_fourteen_days_outdo_a_tier_of_half() {
    let tiers = policy(&[(7, 100), (2, 50)]);
    let decision = decide_refund(&tiers, PayerKind::Person, day(2026, 8, 25), fourth_of_september(), noon(2026, 8, 31));
    assert_eq!((decision.percent, decision.reason), (100, RefundReason::FourteenDays));
}

#[test]
fn a_last_day_that_has_passed_is_said_to_have_passed() {
    let words = policy_words(&seven_days(), fourth_of_september(), noon(2026, 8, 29));
    assert_eq!(words, ["The last day for a full refund was Friday 28 August 2026."]);
}

#[test]
fn ref_4_half_a_penny_rounds_up() {
    let decision = RefundDecision { percent: 50, reason: RefundReason::InTime, until: None };
    assert_eq!(decision.amount(Pence::new(4869)), Pence::new(2435));
}

#[test]
fn co_06_is_asked_only_when_the_event_comes_within_the_fourteen_days() {
    let dates = fourth_of_september();
    assert!(!needs_start_now(PayerKind::Person, day(2026, 8, 20), dates), "the fourteen days end with 3 September");
    assert!(needs_start_now(PayerKind::Person, day(2026, 8, 21), dates));
    assert!(!needs_start_now(PayerKind::Organisation, day(2026, 9, 1), dates));
}

#[test]
fn co_05_the_fourteen_days_are_said_with_their_last_day_once_there_is_one() {
    let words = |when: &str| {
        format!(
            "Whoever pays for themselves may also change their mind {when}, as long as the event has not started, and get everything back."
        )
    };
    assert_eq!(fourteen_day_rule(), words("within 14 days after the day of booking"));
    let table = [
        (day(2027, 6, 1), "until the end of Tuesday 15 June 2027"),
        (day(2026, 12, 20), "until the end of Sunday 3 January 2027"),
        (day(2027, 3, 20), "until the end of Saturday 3 April 2027"),
        (day(2028, 2, 20), "until the end of Sunday 5 March 2028"),
    ];
    for (booked_on, until) in table {
        assert_eq!(fourteen_day_words(booked_on), words(until));
    }
}

#[test]
fn a_day_without_a_time_can_be_cancelled_until_it_is_over() {
    let dates = EventDates { first_day: day(2026, 9, 16), starts_at: None };
    assert_eq!(dates.started_from(), Utc.with_ymd_and_hms(2026, 9, 16, 23, 0, 0).unwrap());
}

fn any_policy() -> impl Strategy<Value = RefundPolicy> {
    prop::collection::vec((0_u32..60, 0_u8..=100), 0..4).prop_map(|tiers| policy(&tiers))
}

proptest! {
    #[test]
    fn ref_1_at_every_instant_the_kindest_of_all_versions_holds(
        own in any_policy(), later in prop::collection::vec(any_policy(), 0..3), hours in 0_i64..2_400,
    ) {
        let now = Utc.with_ymd_and_hms(2026, 6, 1, 0, 0, 0).unwrap() + Duration::hours(hours);
        let percent = |policy: &RefundPolicy| {
            decide_refund(policy, PayerKind::Organisation, day(2026, 6, 1), fourth_of_september(), now).percent
        };
        let kindest = later.iter().map(percent).chain([percent(&own)]).max().unwrap();
        prop_assert_eq!(percent(&own.clone().with_later_versions(&later)), kindest);
    }

    #[test]
    fn waiting_never_makes_a_refund_kinder(hours in 0_i64..4_000, later in 0_i64..500, booked in 0_i64..90) {
        let booked_on = day(2026, 6, 1) + Duration::days(booked);
        let now = Utc.with_ymd_and_hms(2026, 6, 1, 0, 0, 0).unwrap() + Duration::hours(hours);
        for payer in [PayerKind::Person, PayerKind::Organisation] {
            let first = decide_refund(&seven_days(), payer, booked_on, fourth_of_september(), now);
            let second = decide_refund(&seven_days(), payer, booked_on, fourth_of_september(), now + Duration::hours(later));
            prop_assert!(second.percent <= first.percent);
            if let Some(until) = first.until {
                prop_assert!(until > now);
            }
        }
    }
}
