//! How much of a line is income, and on which day. Pure.

use chrono::NaiveDate;

use crate::kernel::Pence;

/// Whether what a line is for has been delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Earned {
    /// On this London day, which is over or has begun.
    On(NaiveDate),
    /// Not yet: the event is still to come, or has been moved to a later day again.
    NotYet,
}

/// What stands in the books of one line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct LineInBooks {
    /// Its price.
    pub(super) price: Pence,
    /// What of it was credited.
    pub(super) credited: Pence,
    /// What of it is income already.
    pub(super) recognised: Pence,
    /// The London day of the latest credit.
    pub(super) last_credit_on: Option<NaiveDate>,
    /// The latest day that income of it was posted on.
    pub(super) last_recognised_on: Option<NaiveDate>,
}

/// What is to be posted now: above zero it becomes income, below zero it goes back; none when the books are right. Income
/// counts on the day of delivery, however late that is found; what goes back counts on the day of the credit behind it, or
/// `today` when there is none, and neither before what was posted already.
pub(super) fn to_post(line: LineInBooks, earned: Earned, today: NaiveDate) -> Option<(Pence, NaiveDate)> {
    let (target, delivered_on) = match earned {
        Earned::On(day) => (line.price - line.credited, day),
        Earned::NotYet => (Pence::ZERO, today),
    };
    let difference = target - line.recognised;
    if difference.is_zero() {
        return None;
    }
    let on = match line.last_recognised_on {
        None => delivered_on,
        Some(before) if difference > Pence::ZERO => std::cmp::max(delivered_on, before),
        Some(before) => std::cmp::max(line.last_credit_on.filter(|day| *day >= before).unwrap_or(today), before),
    };
    Some((difference, on))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn line(price: i64, credited: i64, recognised: i64) -> LineInBooks {
        LineInBooks {
            price: Pence::new(price),
            credited: Pence::new(credited),
            recognised: Pence::new(recognised),
            last_credit_on: None,
            last_recognised_on: (recognised != 0).then(|| day("2026-05-31")),
        }
    }

    #[test]
    fn rep_2_a_line_is_income_on_the_day_of_the_event_however_late_that_is_found() {
        let held = Earned::On(day("2026-05-31"));

        for today in ["2026-05-31", "2026-06-01", "2026-08-01"] {
            assert_eq!(
                to_post(line(9_000, 0, 0), held, day(today)),
                Some((Pence::new(9_000), day("2026-05-31"))),
                "{today}"
            );
        }
        assert_eq!(to_post(line(9_000, 0, 0), Earned::NotYet, day("2026-05-30")), None);
        assert_eq!(to_post(line(9_000, 0, 9_000), held, day("2026-06-01")), None, "it is there already");
        assert_eq!(to_post(line(9_000, 9_000, 0), held, day("2026-06-01")), None, "nothing was kept");
    }

    #[test]
    fn rep_3_a_credit_after_the_event_counts_in_its_own_month() {
        let held = Earned::On(day("2026-05-31"));
        let credited = LineInBooks { last_credit_on: Some(day("2026-06-30")), ..line(9_000, 2_000, 9_000) };

        assert_eq!(to_post(credited, held, day("2026-07-01")), Some((Pence::new(-2_000), day("2026-06-30"))));
    }

    #[test]
    fn an_event_moved_to_a_later_day_gives_its_income_back_and_earns_it_again() {
        let moved = to_post(line(9_000, 0, 9_000), Earned::NotYet, day("2026-06-02"));
        let again =
            LineInBooks { recognised: Pence::ZERO, last_recognised_on: Some(day("2026-06-02")), ..line(9_000, 0, 0) };

        assert_eq!(moved, Some((Pence::new(-9_000), day("2026-06-02"))));
        assert_eq!(
            to_post(again, Earned::On(day("2026-09-04")), day("2026-09-05")),
            Some((Pence::new(9_000), day("2026-09-04"))),
        );
    }

    proptest! {
        #[test]
        fn after_posting_there_is_nothing_left_to_post(
            price in 0_i64..20_000, credited in 0_i64..20_000, recognised in -5_000_i64..20_000, is_earned in any::<bool>(),
        ) {
            let credited = credited.min(price);
            let before = line(price, credited, recognised);
            let earned = if is_earned { Earned::On(day("2026-05-31")) } else { Earned::NotYet };
            let today = day("2026-06-30");
            if let Some((amount, on)) = to_post(before, earned, today) {
                let after = LineInBooks {
                    recognised: before.recognised + amount, last_recognised_on: Some(on), ..before
                };
                prop_assert_eq!(to_post(after, earned, today), None);
                prop_assert!(before.last_recognised_on.is_none_or(|earlier| on >= earlier), "no closed day is written to");
            }
        }
    }
}
