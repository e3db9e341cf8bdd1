//! What a place costs after a move to another date (TRF-3): its price class is kept, the difference is computed from prices, and
//! a cheaper date gives back only what the old deadline still gives. Pure.

use crate::bookings::pricing::{PriceReason, Prices};
use crate::bookings::refund_policy::RefundDecision;
use crate::kernel::Pence;

/// A place and its price as it is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MovedPrice {
    /// What was paid for it, or is owed.
    pub old: Pence,
    /// What it costs on the other date.
    pub new: Pence,
    /// The other date's price for anyone, before reductions; never below `new`.
    pub list: Pence,
}

impl MovedPrice {
    /// What is still to be paid; nothing when the other date is cheaper.
    pub fn due(self) -> Pence {
        std::cmp::max(self.new - self.old, Pence::ZERO)
    }

    /// What comes back; nothing when the other date is dearer.
    pub fn back(self) -> Pence {
        std::cmp::max(self.old - self.new, Pence::ZERO)
    }
}

/// The price of a place of this class on another date. A reduction by an early price, a code, a bursary or the like stays the same
/// sum of money, so an early place keeps the price paid where the list price is the same, and what is dearer or cheaper is told by
/// the list prices, never by an early price of the other date; a place that was given free stays free. `decision` is what cancelling the old place would give back now.
pub fn moved_price(
    (reason, paid): (&str, Pence),
    (from, to): (Prices, Prices),
    decision: RefundDecision,
) -> MovedPrice {
    let class = class_price(reason, paid, (from, to));
    let new = if class < paid { paid - decision.amount(paid - class) } else { class };
    MovedPrice { old: paid, new, list: std::cmp::max(to.standard, new) }
}

fn class_price(reason: &str, paid: Pence, (from, to): (Prices, Prices)) -> Pence {
    let is = |known: PriceReason| reason == known.word();
    if to.is_free() {
        return Pence::ZERO;
    }
    if is(PriceReason::Free) {
        return to.price_for(false).price;
    }
    let is_plain = is(PriceReason::Member) || is(PriceReason::Standard);
    if paid.is_zero() && !is_plain {
        return Pence::ZERO;
    }
    // Whatever was paid less than the class costs stays off: an early price, a code, a bursary, what an officer took off.
    let of_class = |prices: Prices| prices.price_for(is(PriceReason::Member)).price;
    let reduction = std::cmp::max(of_class(from) - paid, Pence::ZERO);
    std::cmp::max(of_class(to) - reduction, Pence::ZERO)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::bookings::refund_policy::RefundReason;

    fn prices(standard: i64, member: i64) -> Prices {
        Prices { standard: Pence::new(standard), member: Some(Pence::new(member)) }
    }

    fn back(percent: u8) -> RefundDecision {
        RefundDecision { percent, reason: RefundReason::InTime, until: None }
    }

    #[test]
    fn trf_3_a_member_place_stays_a_member_place() {
        let table = [
            ("member", 5_000, prices(9_000, 5_000), 100, 5_000),
            ("member", 5_000, prices(12_000, 7_000), 100, 7_000),
            ("member", 5_000, prices(6_000, 4_000), 100, 4_000),
            ("standard", 9_000, prices(12_000, 7_000), 100, 12_000),
            ("standard", 9_000, prices(6_000, 4_000), 100, 6_000),
            ("standard", 9_000, prices(6_000, 4_000), 0, 9_000),
            ("standard", 9_000, prices(6_000, 4_000), 50, 7_500),
            ("standard", 9_000, prices(0, 0), 100, 0),
            ("free", 0, prices(6_000, 4_000), 0, 6_000),
            ("code", 8_000, prices(12_000, 7_000), 100, 11_000),
            ("complimentary", 0, prices(12_000, 7_000), 0, 0),
            ("bursary", 2_000, prices(6_000, 4_000), 100, 0),
            // A code off the booking, or goodwill, came off the class's own price, and stays off.
            ("member", 4_500, prices(12_000, 7_000), 100, 6_500),
            ("standard", 8_700, prices(9_000, 5_000), 0, 8_700),
            // ELG-11: an early place keeps what was paid; dearer and cheaper is by the list prices.
            ("early_bird", 7_000, prices(9_000, 5_000), 0, 7_000),
            ("early_bird", 7_000, prices(12_000, 7_000), 100, 10_000),
            ("early_bird", 7_000, prices(6_000, 4_000), 100, 4_000),
            ("early_bird", 7_000, prices(6_000, 4_000), 0, 7_000),
        ];
        for (reason, paid, to, percent, expected) in table {
            let moved = moved_price((reason, Pence::new(paid)), (prices(9_000, 5_000), to), back(percent));
            assert_eq!(moved.new, Pence::new(expected), "{reason} {paid} {percent}");
            assert!(moved.list >= moved.new);
        }
    }

    #[test]
    fn trf_3_what_a_code_or_goodwill_took_off_a_plain_price_stays_off() {
        let table = [
            ("standard", 8_000, prices(9_000, 5_000), 8_000),
            ("standard", 8_000, prices(12_000, 7_000), 11_000),
            ("standard", 0, prices(9_000, 5_000), 0),
            ("standard", 0, prices(12_000, 7_000), 3_000),
            ("member", 4_868, prices(9_000, 5_000), 4_868),
            ("member", 4_868, prices(12_000, 7_000), 6_868),
            ("member", 0, prices(9_000, 4_000), 0),
        ];
        for (reason, paid, to, expected) in table {
            let moved = moved_price((reason, Pence::new(paid)), (prices(9_000, 5_000), to), back(100));
            assert_eq!(moved.new, Pence::new(expected), "{reason} {paid}");
        }
    }

    proptest! {
        #[test]
        fn what_was_paid_what_is_due_and_what_comes_back_add_up(
            paid in 0_i64..20_000, standard in 0_i64..20_000, member in 0_i64..20_000, percent in 0_u8..=100,
            reason in prop::sample::select(vec!["standard", "member", "free", "code", "bursary", "complimentary"]),
        ) {
            let from = prices(9_000, 5_000);
            let moved = moved_price((reason, Pence::new(paid)), (from, prices(standard, member)), back(percent));
            prop_assert_eq!(moved.old + moved.due() - moved.back(), moved.new);
            prop_assert!(moved.due().is_zero() || moved.back().is_zero());
            prop_assert!(moved.back() <= moved.old && moved.new >= Pence::ZERO);
            if percent == 0 {
                prop_assert!(moved.back().is_zero());
            }
        }
    }
}
