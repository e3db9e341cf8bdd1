use super::*;
use crate::kernel::uk_time::start_of_day;
use crate::members::membership::chain_tests::{bought, chain, day, fact};
use crate::members::membership::officer_facts::FactKind;

fn noon(text: &str) -> Instant {
    start_of_day(day(text)) + chrono::Duration::hours(12)
}

#[test]
fn the_fourteenth_day_gives_all_back_and_the_fifteenth_nothing() {
    let table = [
        ("2027-06-01", "2027-06-15", 6_000, "2027-06-15"),
        ("2027-06-01", "2027-06-16", 0, "2028-05-31"),
        ("2026-12-20", "2027-01-03", 6_000, "2027-01-03"),
        ("2026-12-20", "2027-01-04", 0, "2027-12-19"),
        ("2027-03-20", "2027-04-03", 6_000, "2027-04-03"),
        ("2027-03-20", "2027-04-04", 0, "2028-03-19"),
        ("2028-02-20", "2028-03-05", 6_000, "2028-03-05"),
        ("2028-02-20", "2028-03-06", 0, "2029-02-19"),
    ];

    for (joined, leaves, refund, effective) in table {
        let ends = crate::kernel::membership_months::add_months_inclusive_end(day(joined), 12).to_string();
        let leaving = preview_leaving(&chain(vec![bought(1, joined, &ends)], Vec::new()), noon(leaves)).unwrap();

        assert_eq!((leaving.refund.get(), leaving.effective_on), (refund, day(effective)), "{joined} {leaves}");
    }
}

#[test]
fn a_renewal_just_bought_goes_back_and_the_term_before_it_runs_out() {
    let renewal = TermRecord { created_at: noon("2027-11-20"), ..bought(2, "2027-12-01", "2028-11-30") };
    let chain = chain(vec![bought(1, "2026-12-01", "2027-11-30"), renewal], Vec::new());

    let leaving = preview_leaving(&chain, noon("2027-11-25")).unwrap();

    assert_eq!((leaving.effective_on, leaving.refund), (day("2027-11-30"), Pence::new(6_000)));
    assert_eq!(leaving.cancelled_terms, [2]);
}

#[test]
fn months_that_a_pause_added_go_with_the_term_they_follow() {
    let paid = TermRecord { created_at: noon("2027-06-01"), ..bought(1, "2027-06-01", "2028-05-31") };
    let mut pause = bought(2, "2028-06-01", "2028-11-30");
    pause.term.basis = Basis::Complimentary;
    let pause = TermRecord { source: TermSource::Pause, price: Pence::ZERO, order_id: None, charge_id: None, ..pause };
    let chain = chain(vec![paid, pause], Vec::new());

    let at_once = preview_leaving(&chain, noon("2027-06-10")).unwrap();
    assert_eq!((at_once.effective_on, at_once.refund), (day("2027-06-10"), Pence::new(6_000)));
    let later = preview_leaving(&chain, noon("2027-07-10")).unwrap();
    assert_eq!((later.effective_on, later.refund), (day("2028-11-30"), Pence::ZERO));
}

#[test]
fn what_was_free_ends_as_it_would_have_and_what_is_for_life_ends_today() {
    let free = TermRecord { price: Pence::ZERO, ..bought(1, "2027-06-01", "2028-05-31") };
    let leaving = preview_leaving(&chain(vec![free], Vec::new()), noon("2027-06-02")).unwrap();
    assert_eq!((leaving.effective_on, leaving.refund), (day("2028-05-31"), Pence::ZERO));

    let mut life = bought(1, "2020-06-01", "9999-12-31");
    life.term.basis = Basis::Life;
    let leaving = preview_leaving(&chain(vec![life], Vec::new()), noon("2027-06-02")).unwrap();
    assert_eq!(leaving.effective_on, day("2027-06-02"));
}

#[test]
fn in_grace_one_leaves_at_once_and_after_it_there_is_nothing_to_leave() {
    let chain = chain(vec![bought(1, "2026-12-01", "2027-11-30")], Vec::new());

    let leaving = preview_leaving(&chain, noon("2027-12-30")).unwrap();
    assert_eq!((leaving.effective_on, leaving.refund), (day("2027-12-30"), Pence::ZERO));
    assert_eq!(preview_leaving(&chain, noon("2027-12-31")), None);
}

#[test]
fn a_suspended_member_may_leave_too() {
    let facts = vec![fact(FactKind::Suspended, "2027-01-01", None)];
    let chain = chain(vec![bought(1, "2026-12-01", "2027-11-30")], facts);

    assert_eq!(preview_leaving(&chain, noon("2027-06-01")).unwrap().effective_on, day("2027-11-30"));
}
