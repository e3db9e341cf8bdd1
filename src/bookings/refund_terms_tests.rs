use super::*;
use crate::bookings::refund_policy::RefundTier;
use crate::kernel::uk_time::resolve;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn at(text: &str) -> Instant {
    text.parse().unwrap()
}

fn policy(tiers: &[(u32, u8)]) -> RefundPolicy {
    let tiers = tiers.iter().map(|(days_before, percent)| RefundTier { days_before: *days_before, percent: *percent });
    RefundPolicy { id: 1, name: "Policy".to_owned(), tiers: tiers.collect() }
}

fn on(first_day: &str, tiers: &[(u32, u8)]) -> PolicyDates {
    let first_day = day(first_day);
    let starts_at = resolve(first_day.and_hms_opt(9, 30, 0).unwrap()).ok();
    PolicyDates { policy: policy(tiers), dates: EventDates { first_day, starts_at } }
}

const SEVEN: &[(u32, u8)] = &[(7, 100)];

/// Booked by an organisation for 3 December, moved there from 29 October.
fn moved() -> RefundTerms {
    RefundTerms {
        payer: PayerKind::Organisation,
        booked_on: day("2026-09-01"),
        own: on("2026-12-03", SEVEN),
        earlier: vec![on("2026-10-29", SEVEN)],
        choice_until: None,
    }
}

#[test]
fn ref_14_moving_to_a_later_date_keeps_the_earlier_deadline() {
    let table = [("2026-10-22T22:59:59Z", 100), ("2026-10-22T23:00:00Z", 0), ("2026-11-20T12:00:00Z", 0)];
    for (now, percent) in table {
        assert_eq!(moved().decide(at(now)).percent, percent, "{now}");
    }
}

#[test]
fn ref_14_a_place_moved_by_staff_past_its_deadline_is_still_not_refundable_until_we_move_the_date() {
    let late = at("2026-10-25T12:00:00Z");
    assert_eq!((moved().decide(late).percent, moved().decide(late).reason), (0, RefundReason::TooLate));

    let moved_again = RefundTerms { choice_until: Some(at("2026-11-27T00:00:00Z")), ..moved() };
    let decision = moved_again.decide(late);
    assert_eq!((decision.percent, decision.reason), (100, RefundReason::MovedByUs));
}

#[test]
fn ref_14_moving_to_an_earlier_date_takes_the_new_deadline() {
    let terms = RefundTerms { own: on("2026-10-29", SEVEN), earlier: vec![on("2026-12-03", SEVEN)], ..moved() };
    assert_eq!(terms.decide(at("2026-10-22T22:59:59Z")).percent, 100);
    assert_eq!(terms.decide(at("2026-10-22T23:00:00Z")).percent, 0);
}

#[test]
fn ref_13_the_choice_ends_at_its_instant_and_never_after_the_start() {
    let until = at("2026-12-02T00:00:00Z");
    let terms = RefundTerms { earlier: Vec::new(), choice_until: Some(until), ..moved() };
    let tick = Duration::microseconds(1);
    assert_eq!(terms.decide(until - tick).reason, RefundReason::MovedByUs);
    assert_eq!(terms.decide(until).percent, 0);

    let beyond = RefundTerms { choice_until: Some(at("2026-12-10T00:00:00Z")), ..terms };
    let start = at("2026-12-03T09:30:00Z");
    assert_eq!((beyond.decide(start - tick).percent, beyond.decide(start - tick).until), (100, Some(start)));
    assert_eq!(beyond.decide(start).reason, RefundReason::Started);
}

#[test]
fn ref_13_the_kinder_rule_wins_and_says_how_long_it_lasts() {
    let terms = RefundTerms { earlier: Vec::new(), choice_until: Some(at("2026-10-01T23:00:00Z")), ..moved() };
    let decision = terms.decide(at("2026-10-01T12:00:00Z"));
    assert_eq!(
        (decision.reason, decision.until),
        (RefundReason::InTime, Some(at("2026-11-27T00:00:00Z"))),
        "the policy's own deadline is later than the choice"
    );
}

#[test]
fn an_event_that_has_begun_somewhere_else_does_not_close_the_new_one() {
    let decision = moved().decide(at("2026-11-01T12:00:00Z"));
    assert_eq!(decision.reason, RefundReason::TooLate);
}

#[test]
fn co_07_the_fourteen_days_count_from_the_first_booking() {
    let terms = RefundTerms { payer: PayerKind::Person, booked_on: day("2026-10-20"), ..moved() };
    assert_eq!(terms.decide(at("2026-10-25T12:00:00Z")).reason, RefundReason::FourteenDays);
    assert_eq!(terms.decide(at("2026-11-03T23:59:59Z")).percent, 100);
    assert_eq!(terms.decide(at("2026-11-04T00:00:00Z")).percent, 0);
}

#[test]
fn co_07_the_old_dates_start_does_not_end_the_fourteen_days_and_the_own_start_does() {
    let terms = RefundTerms { payer: PayerKind::Person, booked_on: day("2026-10-20"), ..moved() };
    let decision = terms.decide(at("2026-10-29T12:00:00Z"));
    assert_eq!(
        (decision.percent, decision.reason, decision.until),
        (100, RefundReason::FourteenDays, Some(at("2026-11-04T00:00:00Z"))),
        "REF-14 is about the policies"
    );

    let sooner = RefundTerms { own: on("2026-10-30", SEVEN), ..terms };
    assert_eq!(sooner.decide(at("2026-10-30T09:29:59Z")).reason, RefundReason::FourteenDays);
    assert_eq!(sooner.decide(at("2026-10-30T09:30:00Z")).reason, RefundReason::Started);
}

#[test]
fn the_words_of_a_moved_place_name_the_earlier_of_each_deadline() {
    let terms = RefundTerms {
        own: on("2026-12-03", &[(14, 100), (2, 50)]),
        earlier: vec![on("2026-12-10", &[(14, 50)])],
        ..moved()
    };
    let words = terms.words(at("2026-11-01T12:00:00Z"));
    assert_eq!(
        words,
        [
            "Cancel until the end of Thursday 26 November 2026 and 50% comes back.",
            "After that the place is not refunded.",
            "The place was moved from another date, so the earlier of the two dates’ deadlines counts.",
        ]
    );
    assert_eq!(terms.last_deadline(), Some(at("2026-11-27T00:00:00Z")));
}

#[test]
fn the_words_of_a_place_that_never_moved_are_the_policys_own() {
    let terms = RefundTerms { earlier: Vec::new(), ..moved() };
    let now = at("2026-11-01T12:00:00Z");
    assert_eq!(terms.words(now), policy_words(&terms.own.policy, terms.own.dates, now));
}

proptest::proptest! {
    #[test]
    fn a_move_never_gives_more_back_and_words_agree_with_the_decision(
        own in 0_i64..120, earlier in 0_i64..120, when in 0_i64..150, days in 0_u32..20, percent in 1_u8..=100,
    ) {
        let base = day("2026-09-01");
        let dated = |plus: i64, tiers: &[(u32, u8)]| on(&(base + Duration::days(plus)).to_string(), tiers);
        let terms = RefundTerms {
            payer: PayerKind::Organisation,
            booked_on: base,
            own: dated(own + 1, &[(days, percent), (2, 30)]),
            earlier: vec![dated(earlier + 1, SEVEN)],
            choice_until: None,
        };
        let now = at("2026-08-20T12:00:00Z") + Duration::days(when);
        let decision = terms.decide(now);
        let alone = RefundTerms { earlier: Vec::new(), ..terms.clone() };
        proptest::prop_assert!(decision.percent <= alone.decide(now).percent);
        if decision.reason != RefundReason::Started {
            let by_steps = terms.steps().iter().find(|(deadline, _)| now < *deadline).map_or(0, |(_, percent)| *percent);
            let old_has_begun = now >= terms.earlier[0].dates.started_from();
            proptest::prop_assert_eq!(decision.percent, if old_has_begun { 0 } else { by_steps });
        }
    }
}
