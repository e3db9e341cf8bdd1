use super::*;
use crate::members::membership::term::Basis;

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// A cleared, paid term of a type that gives the member price.
fn term(starts: &str, ends: &str) -> Term {
    Term {
        basis: Basis::Paid,
        starts_on: day(starts),
        ends_on: day(ends),
        money_cleared: true,
        ended_early_on: None,
        gives_member_price: true,
    }
}

fn unpaid(starts: &str, ends: &str) -> Term {
    Term { money_cleared: false, ..term(starts, ends) }
}

fn active(ends: &str) -> Standing {
    Standing::Active { ends_on: day(ends), member_price: true }
}

fn in_grace(ended: &str, grace: &str) -> Standing {
    Standing::InGrace { ended_on: day(ended), grace_ends_on: day(grace), member_price: true }
}

fn lapsed(ended: &str) -> Standing {
    Standing::Lapsed { ended_on: day(ended) }
}

#[test]
fn one_term_from_the_day_before_it_to_the_day_grace_is_over() {
    let terms = [term("2026-12-01", "2027-11-30")];
    let table = [
        ("2026-11-30", Standing::None),
        ("2026-12-01", active("2027-11-30")),
        ("2027-11-30", active("2027-11-30")),
        ("2027-12-01", in_grace("2027-11-30", "2027-12-30")),
        ("2027-12-30", in_grace("2027-11-30", "2027-12-30")),
        ("2027-12-31", lapsed("2027-11-30")),
    ];

    for (on, wanted) in table {
        assert_eq!(standing_on(&terms, day(on)), wanted, "{on}");
    }
}

#[test]
fn a_term_from_29_february_runs_to_28_february_and_its_grace_to_30_march() {
    let terms = [term("2028-02-29", "2029-02-28")];

    assert_eq!(standing_on(&terms, day("2029-02-28")), active("2029-02-28"));
    assert_eq!(standing_on(&terms, day("2029-03-01")), in_grace("2029-02-28", "2029-03-30"));
    assert_eq!(standing_on(&terms, day("2029-03-31")), lapsed("2029-02-28"));
}

#[test]
fn nobody_without_terms_is_a_member() {
    assert_eq!(standing_on(&[], day("2026-12-01")), Standing::None);
}

#[test]
fn money_that_has_not_cleared_gives_nothing_until_the_term_would_be_over() {
    let terms = [unpaid("2026-12-01", "2027-11-30")];
    let table = [
        ("2026-11-20", Standing::AwaitingPayment),
        ("2026-12-01", Standing::AwaitingPayment),
        ("2027-11-30", Standing::AwaitingPayment),
        ("2027-12-01", Standing::None),
    ];

    for (on, wanted) in table {
        assert_eq!(standing_on(&terms, day(on)), wanted, "{on}");
    }
}

#[test]
fn what_is_given_free_asks_for_no_money() {
    for basis in [Basis::Honorary, Basis::Life, Basis::Complimentary] {
        let terms = [Term { basis, ..unpaid("2026-12-01", "2027-11-30") }];

        assert_eq!(standing_on(&terms, day("2026-12-01")), active("2027-11-30"), "{basis:?}");
    }
}

#[test]
fn an_early_renewal_makes_one_unbroken_run() {
    let terms = [term("2026-12-01", "2027-11-30"), term("2027-12-01", "2028-11-30")];

    for on in ["2026-12-01", "2027-11-30", "2027-12-01", "2028-11-30"] {
        assert_eq!(standing_on(&terms, day(on)), active("2028-11-30"), "{on}");
    }
}

#[test]
fn an_unpaid_renewal_changes_nothing_until_grace_is_over() {
    let terms = [term("2026-12-01", "2027-11-30"), unpaid("2027-12-01", "2028-11-30")];
    let table = [
        ("2027-11-30", active("2027-11-30")),
        ("2027-12-30", in_grace("2027-11-30", "2027-12-30")),
        ("2027-12-31", Standing::AwaitingPayment),
        ("2028-12-01", lapsed("2027-11-30")),
    ];

    for (on, wanted) in table {
        assert_eq!(standing_on(&terms, day(on)), wanted, "{on}");
    }
}

#[test]
fn someone_back_after_a_lapse_was_lapsed_in_between() {
    let terms = [term("2024-12-01", "2025-11-30"), term("2026-06-15", "2027-06-14")];
    let table = [
        ("2025-12-30", in_grace("2025-11-30", "2025-12-30")),
        ("2025-12-31", lapsed("2025-11-30")),
        ("2026-06-14", lapsed("2025-11-30")),
        ("2026-06-15", active("2027-06-14")),
    ];

    for (on, wanted) in table {
        assert_eq!(standing_on(&terms, day(on)), wanted, "{on}");
    }
}

#[test]
fn a_term_ended_early_runs_to_its_last_day_and_has_no_grace() {
    let ended = Term { ended_early_on: Some(day("2027-03-31")), ..term("2026-12-01", "2027-11-30") };
    let table = [("2027-03-31", active("2027-03-31")), ("2027-04-01", lapsed("2027-03-31"))];

    for (on, wanted) in table {
        assert_eq!(standing_on(std::slice::from_ref(&ended), day(on)), wanted, "{on}");
    }
}

#[test]
fn a_renewal_refunded_before_its_first_day_leaves_the_old_grace() {
    let refunded = Term { ended_early_on: Some(day("2027-11-30")), ..term("2027-12-01", "2028-11-30") };
    let terms = [term("2026-12-01", "2027-11-30"), refunded];

    assert_eq!(standing_on(&terms, day("2027-12-01")), in_grace("2027-11-30", "2027-12-30"));
}

#[test]
fn the_better_of_two_terms_at_once_decides_the_price() {
    let without = Term { gives_member_price: false, ..term("2026-12-01", "2027-11-30") };
    let both = [without.clone(), term("2027-01-01", "2027-12-31")];

    assert!(!standing_on(&[without], day("2027-01-01")).gives_member_price());
    assert!(standing_on(&both, day("2027-01-01")).gives_member_price());
    assert!(!standing_on(&both, day("2026-12-31")).gives_member_price());
}

#[test]
fn only_active_and_in_grace_pay_the_member_price() {
    let table = [
        (Standing::None, false),
        (Standing::Applied, false),
        (Standing::AwaitingPayment, false),
        (active("2027-11-30"), true),
        (in_grace("2027-11-30", "2027-12-30"), true),
        (lapsed("2027-11-30"), false),
    ];

    for (standing, wanted) in table {
        assert_eq!(standing.gives_member_price(), wanted, "{standing:?}");
        assert_eq!(standing.is_member(), wanted, "{standing:?}");
    }
}
