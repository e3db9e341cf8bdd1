//! Chains for tests, and what is read off them.

use chrono::{Days, NaiveDate};
use proptest::prelude::*;

use super::chain::{Chain, FactRecord, TermRecord};
use super::officer_facts::FactKind;
use super::orders::order::OrderKind;
use super::orders::order_rules::{MayNotOrder, StartFacts, first_day, plan_order};
use super::renewal::GRACE_DAYS;
use super::standing::{Standing, UnderWay};
use super::status::{Status, status_on};
use super::term::{Basis, Term};
use super::term_source::TermSource;
use crate::kernel::membership_months::add_months_inclusive_end;
use crate::kernel::uk_time::start_of_day;
use crate::kernel::{Instant, Pence};

pub(super) fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A term bought on its first day.
pub(super) fn bought(id: i64, starts: &str, ends: &str) -> TermRecord {
    let starts_on = day(starts);
    TermRecord {
        id,
        order_id: Some(id),
        type_id: 1,
        type_code: "full".to_owned(),
        version_id: 1,
        type_name: "Full member".to_owned(),
        term: Term {
            basis: Basis::Paid,
            starts_on,
            ends_on: day(ends),
            money_cleared: true,
            ended_early_on: None,
            gives_member_price: true,
        },
        source: TermSource::Joining,
        price: Pence::new(6_000),
        charge_id: Some(id),
        charge_reference: None,
        end_reason: None,
        created_at: start_of_day(starts_on) + chrono::Duration::hours(10),
    }
}

pub(super) fn fact(kind: FactKind, starts: &str, ends: Option<&str>) -> FactRecord {
    FactRecord {
        id: 1,
        kind,
        starts_on: day(starts),
        ends_on: ends.map(day),
        reason: None,
        minute_reference: None,
        recorded_by_id: Some(9),
        created_at: Instant::default(),
        revoked_at: None,
    }
}

pub(super) fn chain(terms: Vec<TermRecord>, facts: Vec<FactRecord>) -> Chain {
    Chain { terms, facts, under_way: Vec::new() }
}

fn one_year() -> Vec<TermRecord> {
    vec![bought(1, "2026-12-01", "2027-11-30")]
}

#[test]
fn a_suspension_takes_the_rights_on_its_days_only() {
    let chain = chain(one_year(), vec![fact(FactKind::Suspended, "2027-03-01", Some("2027-03-28"))]);
    let table = [("2027-02-28", true), ("2027-03-01", false), ("2027-03-28", false), ("2027-03-29", true)];

    for (on, is_member) in table {
        assert_eq!(chain.standing_on(day(on)).is_member(), is_member, "{on}");
    }
    assert_eq!(status_on(&chain, day("2027-03-01")), Status::Suspended);
}

#[test]
fn a_fact_that_was_taken_back_holds_on_no_day() {
    let revoked = FactRecord { revoked_at: Some(Instant::default()), ..fact(FactKind::Suspended, "2027-03-01", None) };

    assert!(chain(one_year(), vec![revoked]).standing_on(day("2027-03-01")).is_member());
}

#[test]
fn a_notice_takes_the_grace_and_nothing_else() {
    let chain = chain(one_year(), vec![fact(FactKind::Resigned, "2027-06-01", None)]);

    assert!(chain.standing_on(day("2027-11-30")).is_member());
    assert_eq!(chain.standing_on(day("2027-12-01")), Standing::Lapsed { ended_on: day("2027-11-30") });
    assert_eq!(status_on(&chain, day("2027-12-01")), Status::Resigned);
}

#[test]
fn removal_and_death_are_told_before_everything_else() {
    let removed = chain(one_year(), vec![fact(FactKind::Removed, "2027-06-01", None)]);
    assert_eq!(removed.standing_on(day("2027-06-01")), Standing::Removed { from: day("2027-06-01") });
    assert!(removed.standing_on(day("2027-05-31")).is_member());

    let facts = vec![fact(FactKind::Removed, "2027-06-01", None), fact(FactKind::Died, "2027-07-01", None)];
    assert_eq!(
        chain(one_year(), facts).standing_on(day("2027-07-01")),
        Standing::Deceased { died_on: day("2027-07-01") }
    );
}

#[test]
fn what_is_under_way_is_told_of_people_without_rights_only() {
    let step = |is_decided, from: &str, until: &str| UnderWay { is_decided, from: day(from), until: Some(day(until)) };
    let under_way = vec![step(false, "2027-10-01", "2027-10-09"), step(true, "2027-10-10", "2027-12-31")];
    let member = Chain { under_way: under_way.clone(), ..chain(one_year(), Vec::new()) };
    let stranger = Chain { under_way, ..Chain::default() };
    let table = [
        ("2027-09-30", Standing::None),
        ("2027-10-01", Standing::Applied),
        ("2027-10-09", Standing::Applied),
        ("2027-10-10", Standing::AwaitingPayment),
        ("2027-12-31", Standing::AwaitingPayment),
        ("2028-01-01", Standing::None),
    ];

    for (on, wanted) in table {
        assert_eq!(stranger.standing_on(day(on)), wanted, "{on}");
    }
    assert!(member.standing_on(day("2027-10-10")).is_member());
    assert_eq!(member.standing_on(day("2027-12-31")), Standing::AwaitingPayment);
}

#[test]
fn due_begins_sixty_days_before_the_end() {
    let chain = chain(one_year(), Vec::new());
    let table = [
        ("2026-11-30", Status::None),
        ("2027-09-30", Status::Current),
        ("2027-10-01", Status::Due),
        ("2027-11-30", Status::Due),
        ("2027-12-01", Status::Grace),
        ("2027-12-30", Status::Grace),
        ("2027-12-31", Status::Lapsed),
    ];

    for (on, wanted) in table {
        assert_eq!(status_on(&chain, day(on)), wanted, "{on}");
    }
}

#[test]
fn continuous_since_goes_back_over_terms_that_meet_and_stops_at_a_gap() {
    let terms = vec![
        bought(1, "2023-01-01", "2023-12-31"),
        bought(2, "2025-06-01", "2026-05-31"),
        bought(3, "2026-06-01", "2027-05-31"),
    ];
    let chain = chain(terms, Vec::new());

    assert_eq!(chain.continuous_since(day("2026-07-01")), Some(day("2025-06-01")));
    assert_eq!(chain.continuous_since(day("2024-07-01")), Some(day("2023-01-01")));
    assert_eq!(chain.continuous_since(day("2022-07-01")), None);
}

#[test]
fn a_renewal_can_be_ordered_from_sixty_days_before_to_the_end_of_grace() {
    let chain = chain(one_year(), Vec::new());
    let table = [
        ("2027-09-30", Err(MayNotOrder::TooEarly { opens_on: day("2027-10-01") })),
        ("2027-10-01", Ok(day("2027-12-01"))),
        ("2027-12-30", Ok(day("2027-12-01"))),
        ("2027-12-31", Err(MayNotOrder::NothingToRenew)),
    ];

    for (on, wanted) in table {
        let planned = plan_order(OrderKind::Renewal, &chain, day(on)).map(|plan| plan.priced_on);
        assert_eq!(planned, wanted, "{on}");
    }
}

#[test]
fn who_joins_again_is_read_off_the_record_and_members_do_not_join() {
    let chain = chain(one_year(), Vec::new());

    let kind = |on: &str| plan_order(OrderKind::Joining, &chain, day(on)).map(|plan| plan.kind);
    assert_eq!(kind("2027-12-30"), Err(MayNotOrder::AlreadyMember));
    assert_eq!(kind("2027-12-31"), Ok(OrderKind::Rejoining));
    let stranger = plan_order(OrderKind::Rejoining, &Chain::default(), day("2027-12-31")).map(|plan| plan.kind);
    assert_eq!(stranger, Ok(OrderKind::Joining));
}

#[test]
fn an_offer_ends_with_the_sixtieth_day_over_a_clock_change() {
    let plan = plan_order(OrderKind::Joining, &Chain::default(), day("2027-02-15")).unwrap();
    assert_eq!(plan.open_until, "2027-04-16T23:00:00Z".parse::<Instant>().unwrap());

    let plan = plan_order(OrderKind::Joining, &Chain::default(), day("2027-09-15")).unwrap();
    assert_eq!(plan.open_until, "2027-11-15T00:00:00Z".parse::<Instant>().unwrap());
}

#[test]
fn nobody_has_rights_before_the_order_and_terms_never_overlap() {
    let facts = |kind, follows_end: Option<&str>, value_on: &str, last_day: Option<&str>| StartFacts {
        kind,
        follows_end: follows_end.map(day),
        opened_on: day("2027-06-10"),
        value_on: day(value_on),
        last_day: last_day.map(day),
    };
    let table = [
        (facts(OrderKind::Joining, None, "2027-06-02", None), "2027-06-10"),
        (facts(OrderKind::Joining, None, "2027-06-12", None), "2027-06-12"),
        (facts(OrderKind::Joining, None, "2027-06-12", Some("2027-08-31")), "2027-09-01"),
        (facts(OrderKind::Rejoining, None, "2027-06-12", Some("2026-08-31")), "2027-06-12"),
        (facts(OrderKind::Renewal, Some("2027-06-30"), "2027-06-12", Some("2027-06-30")), "2027-07-01"),
        (facts(OrderKind::Renewal, Some("2027-05-31"), "2027-06-30", Some("2027-05-31")), "2027-06-01"),
        (facts(OrderKind::Renewal, Some("2027-05-31"), "2027-07-01", Some("2027-05-31")), "2027-07-01"),
        (facts(OrderKind::Renewal, Some("2027-06-30"), "2027-06-12", Some("2027-09-30")), "2027-10-01"),
        (facts(OrderKind::TypeChange, Some("2027-12-31"), "2027-06-12", Some("2027-12-31")), "2027-06-12"),
        (facts(OrderKind::TypeChange, Some("2027-12-31"), "2027-06-01", Some("2027-12-31")), "2027-06-10"),
    ];

    for (facts, wanted) in table {
        assert_eq!(first_day(facts), day(wanted), "{facts:?}");
    }
}

proptest! {
    /// Whoever pays each renewal on some day from 60 days before to the last day of grace has one chain without a gap and
    /// without an overlap, whatever day of the year it began on.
    #[test]
    fn a_chain_renewed_in_time_has_neither_gap_nor_overlap(
        offset in 0_u64..4_000,
        paid in proptest::collection::vec(-60_i64..=i64::try_from(GRACE_DAYS).unwrap(), 1..8),
    ) {
        let first = day("2020-01-01") + Days::new(offset);
        let mut ends = add_months_inclusive_end(first, 12);
        let mut terms = vec![(first, ends)];
        for days in paid {
            let value_on = ends + chrono::Duration::days(days);
            let starts = first_day(StartFacts {
                kind: OrderKind::Renewal,
                follows_end: Some(ends),
                opened_on: value_on,
                value_on,
                last_day: Some(ends),
            });
            prop_assert_eq!(Some(starts), ends.succ_opt());
            ends = add_months_inclusive_end(starts, 12);
            terms.push((starts, ends));
        }
        let records: Vec<TermRecord> = terms
            .iter()
            .zip(1..)
            .map(|((starts, ends), id)| bought(id, &starts.to_string(), &ends.to_string()))
            .collect();
        let chain = chain(records, Vec::new());
        prop_assert_eq!(chain.continuous_since(ends), Some(first));
        for (starts, ends) in terms {
            prop_assert!(chain.standing_on(starts).is_member() && chain.standing_on(ends).is_member());
        }
    }
}
