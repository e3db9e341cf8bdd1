use super::*;
use crate::kernel::Instant;
use crate::members::membership::evidence_asked::EvidenceAsked;
use crate::members::membership::membership_type::AppliedForBy;
use crate::members::membership::term::{Basis, Term};
use crate::members::membership::term_rule::{DayOfYear, FixedYear};
use crate::members::membership::term_source::TermSource;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn version(pence: i64, term_months: u32) -> TypeVersion {
    TypeVersion {
        name: "A type".to_owned(),
        who_for: String::new(),
        rights: String::new(),
        applied_for_by: AppliedForBy::Anyone,
        term_months,
        fixed_year: None,
        rejoin_months: Some(12),
        needs_decision: false,
        needs_second_decider: false,
        asks_registration: false,
        evidence: EvidenceAsked::NOTHING,
        renewal_needs_decision: false,
        has_vote: false,
        gives_member_price: true,
        is_in_directory: true,
        joining_price: Pence::new(1),
        renewal_price: Pence::new(pence),
    }
}

fn term(starts: &str, ends: &str) -> TermRecord {
    TermRecord {
        id: 1,
        order_id: Some(1),
        type_id: 1,
        type_code: "associate".to_owned(),
        version_id: 1,
        type_name: "Associate".to_owned(),
        term: Term {
            basis: Basis::Paid,
            starts_on: day(starts),
            ends_on: day(ends),
            money_cleared: true,
            ended_early_on: None,
            gives_member_price: true,
        },
        source: TermSource::Joining,
        price: Pence::new(4_000),
        charge_id: Some(1),
        charge_reference: None,
        end_reason: None,
        created_at: Instant::default(),
    }
}

fn change(old: i64, new: i64, leaves_practice: bool, today: &str) -> TypeChange {
    let (held, old, new) = (term("2026-12-01", "2027-11-30"), version(old, 12), version(new, 12));
    let sides = (Side { type_id: 1, version: &old }, Side { type_id: 2, version: &new });
    plan_change(&[&held], sides, leaves_practice, day(today))
}

#[test]
fn a_dearer_type_costs_the_difference_for_the_days_left() {
    let table =
        [("2026-12-01", 2_000), ("2026-12-02", 1_995), ("2027-06-01", 1_003), ("2027-11-29", 11), ("2027-11-30", 5)];

    for (today, pence) in table {
        assert_eq!(change(4_000, 6_000, false, today), TypeChange::AtOnce { price: Pence::new(pence) }, "{today}");
    }
}

#[test]
fn half_a_penny_rounds_up() {
    let (old, new) = (version(0, 12), version(1, 12));
    let difference = |today: &str| difference_for_days_left(&term("2027-01-01", "2027-01-02"), &old, &new, day(today));

    assert_eq!(difference("2027-01-01"), Pence::new(1));
    assert_eq!(difference("2027-01-02"), Pence::new(1));
    let third = difference_for_days_left(&term("2027-01-01", "2027-01-03"), &old, &new, day("2027-01-03"));
    assert_eq!(third, Pence::ZERO);
}

#[test]
fn a_leap_year_has_a_day_more_to_share() {
    let held = term("2027-12-01", "2028-11-30");
    let difference = |today: &str| difference_for_days_left(&held, &version(0, 12), &version(3_660, 12), day(today));

    assert_eq!(difference("2028-02-29"), Pence::new(2_760));
    assert_eq!(difference("2028-03-01"), Pence::new(2_750));
}

#[test]
fn prices_of_longer_terms_are_brought_to_the_same_months() {
    let held = term("2026-12-01", "2027-11-30");
    let difference = |new| difference_for_days_left(&held, &version(4_000, 12), &version(new, 24), day("2026-12-01"));

    assert_eq!(difference(8_000), Pence::ZERO);
    assert_eq!(difference(12_000), Pence::new(2_000));
}

/// The year from 1 April; part of it costs its part, at least £10.
fn by_the_year(pence: i64) -> TypeVersion {
    let year = FixedYear { starts: DayOfYear::APRIL_1, rolls_over: None, lowest_price: Some(Pence::new(1_000)) };
    TypeVersion { fixed_year: Some(year), ..version(pence, 12) }
}

#[test]
fn rules_2_3_part_of_a_fixed_year_costs_the_difference_of_its_part_prices() {
    let held = term("2027-01-01", "2027-03-31");
    let (associate, full) = (by_the_year(6_000), by_the_year(12_000));
    let table = [("2027-01-01", 1_500), ("2027-01-02", 1_483), ("2027-03-31", 17)];

    for (today, pence) in table {
        assert_eq!(difference_for_days_left(&held, &associate, &full, day(today)), Pence::new(pence), "{today}");
    }
    let whole = term("2027-04-01", "2028-03-31");
    assert_eq!(difference_for_days_left(&whole, &associate, &full, day("2027-04-01")), Pence::new(6_000));
}

#[test]
fn rules_2_3_part_of_a_fixed_year_costs_its_part_of_a_type_without_one_too() {
    let part = term("2027-01-01", "2027-03-31");
    let rolling = difference_for_days_left(&part, &by_the_year(6_000), &version(12_000, 12), day("2027-01-01"));
    assert_eq!(rolling, Pence::new(1_500));

    let year = term("2027-01-01", "2027-12-31");
    let fixed = difference_for_days_left(&year, &version(6_000, 12), &by_the_year(12_000), day("2027-01-01"));
    assert_eq!(fixed, Pence::new(6_000));
}

#[test]
fn rules_2_3_what_an_earlier_change_left_of_a_term_is_not_a_whole_one() {
    let rest = TermRecord { source: TermSource::TypeChange, ..term("2027-06-01", "2027-11-30") };

    let second = difference_for_days_left(&rest, &version(6_000, 12), &version(12_000, 12), day("2027-06-01"));

    assert_eq!(second, Pence::new(3_000), "half a year: 183 days of 366");
}

#[test]
fn a_cheaper_or_equal_type_begins_with_the_renewal_and_gives_nothing_back() {
    let with_renewal = TypeChange::WithRenewal { from: day("2027-12-01") };

    assert_eq!(change(6_000, 4_000, false, "2027-06-01"), with_renewal);
    assert_eq!(change(6_000, 6_000, false, "2027-06-01"), with_renewal);
}

#[test]
fn whoever_leaves_practice_changes_at_once_and_free() {
    assert_eq!(change(6_000, 4_000, true, "2027-06-01"), TypeChange::AtOnce { price: Pence::ZERO });
}

#[test]
fn a_term_bought_ahead_is_changed_with_the_one_that_runs() {
    let (now, ahead) = (term("2026-12-01", "2027-11-30"), term("2027-12-01", "2028-11-30"));
    let (old, new) = (version(4_000, 12), version(6_000, 12));
    let sides = (Side { type_id: 1, version: &old }, Side { type_id: 2, version: &new });

    let both = plan_change(&[&now, &ahead], sides, false, day("2027-11-30"));

    assert_eq!(both, TypeChange::AtOnce { price: Pence::new(2_005) });
}

#[test]
fn the_same_type_is_no_change() {
    let (held, same) = (term("2026-12-01", "2027-11-30"), version(4_000, 12));
    let side = Side { type_id: 1, version: &same };

    assert_eq!(plan_change(&[&held], (side, side), true, day("2027-06-01")), TypeChange::NoChange);
}
