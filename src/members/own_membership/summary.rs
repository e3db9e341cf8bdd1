//! What a membership comes to on one day, for its owner: where they stand, what happens next and when, and the one thing to do.
//! Pure; read from the evidence that every request has at hand, so the first page of the account asks for little more.

use chrono::{Days, NaiveDate};

use crate::members::membership::{
    Basis, Evidence, FOR_LIFE, FactKind, GRACE_DAYS, RENEWAL_OPENS_DAYS, Standing, Term, next_term_start,
};

/// The one thing to do.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub(super) enum Step {
    /// Never a member, nothing under way.
    Join,
    /// An application waits for the officers.
    SeeApplication,
    /// An order waits for its money.
    Pay,
    /// The renewal is open.
    Renew,
    /// The term is over, and grace too.
    ComeBack,
    /// All is well.
    Nothing,
}

/// A day on which something happens unless somebody acts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Coming {
    pub(super) on: NaiveDate,
    pub(super) what: &'static str,
}

/// The whole of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Summary {
    pub(super) standing: Standing,
    pub(super) step: Step,
    pub(super) coming: Vec<Coming>,
    /// They gave notice; the rest of the term is theirs.
    pub(super) has_left: bool,
}

/// What is open at this moment; the evidence counts in whole days, so an order paid today still stands in it.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct OpenNow {
    pub(super) order: bool,
    pub(super) application: bool,
}

/// Whether an order, or an application, may be open on the day: only then is it worth asking.
pub(super) fn may_be_open(evidence: &Evidence, today: NaiveDate) -> OpenNow {
    let any = |is_decided: bool| {
        evidence
            .under_way
            .iter()
            .any(|way| way.is_decided == is_decided && way.from <= today && way.until.is_none_or(|last| today <= last))
    };
    OpenNow { order: any(true), application: any(false) }
}

/// What it comes to on the London day `today`.
pub(super) fn summarise(evidence: &Evidence, open: OpenNow, today: NaiveDate) -> Summary {
    let standing = evidence.standing_on(today);
    let has_left = evidence.fact_on(FactKind::Resigned, today).is_some();
    let step = step(evidence, (standing, open), today);
    Summary { standing, step, coming: coming(evidence, standing, today), has_left }
}

fn last_term(evidence: &Evidence) -> Option<&Term> {
    evidence.terms.iter().filter(|term| term.counts()).max_by_key(|term| term.last_day())
}

fn step(evidence: &Evidence, (standing, open): (Standing, OpenNow), today: NaiveDate) -> Step {
    match standing {
        Standing::Removed { .. } | Standing::Deceased { .. } | Standing::Suspended { .. } => Step::Nothing,
        _ if open.order => Step::Pay,
        _ if open.application => Step::SeeApplication,
        Standing::Active { .. } | Standing::InGrace { .. } if renewal_is_open(evidence, today) => Step::Renew,
        Standing::Active { .. } | Standing::InGrace { .. } => Step::Nothing,
        Standing::Lapsed { .. } => Step::ComeBack,
        Standing::None | Standing::Applied | Standing::AwaitingPayment => Step::Join,
    }
}

fn renewal_is_open(evidence: &Evidence, today: NaiveDate) -> bool {
    let Some(last) = last_term(evidence).filter(|last| can_be_followed(last)) else { return false };
    let has_given_notice = evidence.fact_on(FactKind::Resigned, today).is_some();
    next_term_start(Some(last.last_day()), today).is_ok() && !has_given_notice
}

/// One for life, or ended on purpose, is followed by nothing.
fn can_be_followed(term: &Term) -> bool {
    term.basis != Basis::Life && term.ends_on != FOR_LIFE && term.last_day() == term.ends_on
}

fn coming(evidence: &Evidence, standing: Standing, today: NaiveDate) -> Vec<Coming> {
    let mut coming = Vec::new();
    let mut add = |on: Option<NaiveDate>, what: &'static str| {
        coming.extend(on.filter(|on| *on >= today).map(|on| Coming { on, what }));
    };
    let grace_ends = |end: NaiveDate| end.checked_add_days(Days::new(GRACE_DAYS));
    add(evidence.fact_on(FactKind::Paused, today).and_then(|pause| pause.ends_on), "Last day of your pause");
    match standing {
        Standing::Active { ends_on, .. } if ends_on != FOR_LIFE => {
            let follows = last_term(evidence).is_some_and(can_be_followed);
            let has_given_notice = evidence.fact_on(FactKind::Resigned, today).is_some();
            if follows && !has_given_notice {
                let opens_on = ends_on.checked_sub_days(Days::new(RENEWAL_OPENS_DAYS));
                add(opens_on.filter(|opens_on| *opens_on > today), "Renewal opens");
            }
            add(Some(ends_on), "Last day of your membership");
            if follows && !has_given_notice {
                add(grace_ends(ends_on), "Last day to renew without a gap; you keep your rights until then");
            }
        }
        Standing::InGrace { grace_ends_on, .. } => {
            add(Some(grace_ends_on), "Last day to renew without a gap; you keep your rights until then");
        }
        Standing::Suspended { until, .. } => add(until, "Last day of the suspension"),
        _ => {}
    }
    coming
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::members::membership::{Fact, UnderWay};

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn term(starts_on: &str, ends_on: &str) -> Term {
        Term {
            basis: Basis::Paid,
            starts_on: day(starts_on),
            ends_on: day(ends_on),
            money_cleared: true,
            ended_early_on: None,
            gives_member_price: true,
        }
    }

    fn year() -> Evidence {
        Evidence { terms: vec![term("2026-12-01", "2027-11-30")], ..Evidence::default() }
    }

    fn step_on(evidence: &Evidence, today: &str) -> Step {
        summarise(evidence, may_be_open(evidence, day(today)), day(today)).step
    }

    #[test]
    fn renewal_is_offered_from_sixty_days_before_to_the_end_of_grace_and_coming_back_after() {
        let table = [
            ("2026-11-30", Step::Join),
            ("2026-12-01", Step::Nothing),
            ("2027-09-30", Step::Nothing),
            ("2027-10-01", Step::Renew),
            ("2027-11-30", Step::Renew),
            ("2027-12-30", Step::Renew),
            ("2027-12-31", Step::ComeBack),
        ];

        for (today, wanted) in table {
            assert_eq!(step_on(&year(), today), wanted, "{today}");
        }
    }

    #[test]
    fn a_term_that_is_renewed_already_asks_for_nothing() {
        let renewed =
            Evidence { terms: vec![term("2026-12-01", "2027-11-30"), term("2027-12-01", "2028-11-30")], ..year() };

        assert_eq!(step_on(&renewed, "2027-11-30"), Step::Nothing);
        assert_eq!(summarise(&renewed, OpenNow::default(), day("2027-11-30")).coming[1].on, day("2028-11-30"));
    }

    #[test]
    fn money_comes_before_everything_and_an_application_before_joining() {
        let way = |is_decided| UnderWay { is_decided, from: day("2027-10-01"), until: Some(day("2027-12-30")) };
        let table = [
            (Evidence { under_way: vec![way(true)], ..year() }, "2027-10-05", Step::Pay),
            (Evidence { under_way: vec![way(true)], ..year() }, "2027-09-30", Step::Nothing),
            (Evidence { under_way: vec![way(false)], ..Evidence::default() }, "2027-10-05", Step::SeeApplication),
            (Evidence { under_way: vec![way(false), way(true)], ..Evidence::default() }, "2027-10-05", Step::Pay),
            (Evidence::default(), "2027-10-05", Step::Join),
        ];

        for (evidence, today, wanted) in table {
            assert_eq!(step_on(&evidence, today), wanted, "{evidence:?}");
        }
    }

    #[test]
    fn an_order_that_was_paid_or_given_up_today_is_not_asked_for_again() {
        let way = UnderWay { is_decided: true, from: day("2027-10-05"), until: Some(day("2027-10-05")) };
        let given_up = Evidence { under_way: vec![way], ..year() };

        assert!(may_be_open(&given_up, day("2027-10-05")).order, "worth asking");
        assert_eq!(summarise(&given_up, OpenNow::default(), day("2027-10-05")).step, Step::Renew);
    }

    #[test]
    fn whoever_left_is_removed_or_a_member_for_life_is_not_asked_to_renew() {
        let fact = |kind| Fact { kind, starts_on: day("2027-10-02"), ends_on: None };
        let left = Evidence { facts: vec![fact(FactKind::Resigned)], ..year() };
        let removed = Evidence { facts: vec![fact(FactKind::Removed)], ..year() };
        let life = Term { basis: Basis::Life, ..term("2026-12-01", "9999-12-31") };
        let for_life = Evidence { terms: vec![life], ..Evidence::default() };

        assert_eq!(step_on(&left, "2027-10-05"), Step::Nothing);
        assert_eq!(step_on(&left, "2027-12-05"), Step::ComeBack);
        assert_eq!(step_on(&removed, "2027-10-05"), Step::Nothing);
        assert_eq!(step_on(&for_life, "2027-10-05"), Step::Nothing);
        assert!(summarise(&for_life, OpenNow::default(), day("2027-10-05")).coming.is_empty());
        assert_eq!(
            summarise(&left, OpenNow::default(), day("2027-10-05")).coming.len(),
            1,
            "the last day and nothing after it"
        );
    }

    #[test]
    fn what_is_coming_stands_in_order_and_nothing_past_is_told() {
        let words = |today: &str| {
            summarise(&year(), OpenNow::default(), day(today))
                .coming
                .iter()
                .map(|coming| coming.on.to_string())
                .collect::<Vec<_>>()
        };

        assert_eq!(words("2027-01-01"), ["2027-10-01", "2027-11-30", "2027-12-30"]);
        assert_eq!(words("2027-10-01"), ["2027-11-30", "2027-12-30"]);
        assert_eq!(words("2027-12-01"), ["2027-12-30"]);
        assert!(words("2028-01-01").is_empty());
    }
}
