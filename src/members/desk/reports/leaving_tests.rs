//! Tables of who left when, and why.

use super::super::spans::samples::{day, ended_early, term};
use super::*;

fn fact(kind: FactKind, starts_on: &str) -> EndingFact {
    EndingFact { kind, starts_on: day(starts_on), ends_on: None, reason: None }
}

fn notice(starts_on: &str, reason: &str) -> EndingFact {
    EndingFact { reason: Some(reason.to_owned()), ..fact(FactKind::Resigned, starts_on) }
}

fn causes(terms: &[Span], facts: &[EndingFact], today: &str) -> Vec<(String, Cause)> {
    leavings(terms, facts, day(today)).iter().map(|left| (left.on.to_string(), left.cause)).collect()
}

#[test]
fn rules_2_19_the_cause_is_the_fact_on_record() {
    let ran = term("2025-03-01", "2026-02-28");
    let cut = ended_early(term("2025-03-01", "2026-01-15"));
    let died = |on| fact(FactKind::Died, on);
    let removed = |on| fact(FactKind::Removed, on);
    let table = [
        (ran, vec![], Cause::RanOut),
        (ran, vec![notice("2025-12-01", "")], Cause::GaveNotice),
        // Given on the last day, and in grace.
        (ran, vec![notice("2026-02-28", "")], Cause::GaveNotice),
        (ran, vec![notice("2026-03-20", "")], Cause::GaveNotice),
        // Died or removed on the last day of grace; a day later the membership had ended by itself.
        (ran, vec![died("2026-03-30")], Cause::Died),
        (ran, vec![died("2026-03-31")], Cause::RanOut),
        (ran, vec![removed("2026-03-30")], Cause::Removed),
        (ran, vec![removed("2026-03-31")], Cause::RanOut),
        // Whoever gave notice has no grace.
        (ran, vec![notice("2025-12-01", ""), died("2026-03-20")], Cause::GaveNotice),
        // The terms of the dead end with the day of death, of the removed with the day before.
        (cut, vec![died("2026-01-15")], Cause::Died),
        (cut, vec![removed("2026-01-16")], Cause::Removed),
        (cut, vec![removed("2026-01-17")], Cause::EndedEarly),
        (cut, vec![notice("2026-01-15", "")], Cause::GaveNotice),
        (cut, vec![], Cause::EndedEarly),
        (cut, vec![removed("2026-01-16"), died("2026-01-10")], Cause::Died),
        // Of an earlier life.
        (ran, vec![removed("2025-02-28")], Cause::RanOut),
    ];

    for (term, facts, wanted) in table {
        assert_eq!(causes(&[term], &facts, "2026-06-01"), [(term.last_day.to_string(), wanted)], "{facts:?}");
    }
}

#[test]
fn running_out_counts_after_the_last_day_of_grace_and_a_notice_at_once() {
    let terms = [term("2025-03-01", "2026-02-28")];
    let left = |facts: &[EndingFact], today| causes(&terms, facts, today).len();

    assert_eq!(left(&[], "2026-03-30"), 0);
    assert_eq!(left(&[], "2026-03-31"), 1);
    let given = [notice("2025-12-01", "")];
    assert_eq!(left(&given, "2026-02-28"), 0);
    assert_eq!(left(&given, "2026-03-01"), 1);
}

#[test]
fn a_notice_that_a_renewal_answered_is_history_and_a_gap_within_grace_is_none() {
    let terms = [term("2025-03-01", "2026-02-28"), term("2026-03-01", "2027-02-28")];
    let answered = EndingFact { ends_on: Some(day("2026-01-14")), ..notice("2025-12-01", "Moving") };

    assert_eq!(
        causes(&terms, std::slice::from_ref(&answered), "2027-06-01"),
        [("2027-02-28".to_owned(), Cause::RanOut)]
    );
    let gap = [terms[0], term("2026-03-30", "2027-03-29")];
    assert_eq!(causes(&gap, &[], "2026-06-01"), []);
    let longer = [terms[0], term("2026-03-31", "2027-03-30")];
    let left = leavings(&longer, &[], day("2026-06-01"));
    assert_eq!(left, [Left { on: day("2026-02-28"), cause: Cause::RanOut, reason: None, is_back: true }]);
}

#[test]
fn each_time_has_its_own_cause() {
    let terms = [term("2022-01-01", "2022-12-31"), term("2024-01-01", "2024-12-31"), term("2026-02-01", "2027-01-31")];
    let first = EndingFact { ends_on: Some(day("2023-12-31")), ..notice("2022-06-01", "Retired") };

    let left = leavings(&terms, std::slice::from_ref(&first), day("2026-06-01"));

    let told: Vec<_> = left.iter().map(|left| (left.cause, left.reason, left.is_back)).collect();
    assert_eq!(told, [(Cause::GaveNotice, Some("Retired"), true), (Cause::RanOut, None, true)]);
    assert_eq!(causes(&[term("2020-01-01", "9999-12-31")], &[], "2026-06-01"), []);
}

#[test]
fn reasons_are_counted_by_their_words_and_add_up_to_the_notices() {
    let mut all = Leavings::default();
    let period = (day("2026-01-01"), day("2026-02-28"));
    let said = ["I retire.", " i  RETIRE", "Too dear", "", "  "].map(|words| [notice("2026-01-01", words)]);
    for facts in &said {
        all.add(&leavings(&[term("2025-03-01", "2026-02-28")], facts, day("2026-06-01")), period);
    }
    all.add(&leavings(&[term("2025-03-02", "2026-03-01")], &said[0], day("2026-06-01")), period);
    all.add(&leavings(&[term("2025-01-01", "2025-12-31")], &[], day("2026-06-01")), period);
    all.add(&leavings(&[term("2025-01-02", "2026-01-01")], &[], day("2026-06-01")), period);

    let reasons: Vec<(&str, i64)> = all.reasons.values().map(|(words, tally)| (words.as_str(), tally.left)).collect();
    assert_eq!(reasons, [("I retire.", 2), ("Too dear", 1)]);
    assert_eq!((all.unsaid.left, all.causes[&Cause::GaveNotice].left, all.causes[&Cause::RanOut].left), (2, 5, 1));
}
