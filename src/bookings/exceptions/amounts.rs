//! What a goodwill reduction does: pure.

use super::give_goodwill::GoodwillGiven;
use crate::kernel::Pence;

/// Why an amount cannot be given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NotGiven {
    /// Nothing, or less.
    Nothing,
    /// More than is still charged for the place.
    TooMuch,
}

/// Splits `amount`, taken off a place of which `open` is still charged, into what is no longer owed and what goes back, when
/// `owed` is still owed for the whole booking (below zero: the payer is owed already).
pub(super) fn split(amount: Pence, open: Pence, owed: Pence) -> Result<GoodwillGiven, NotGiven> {
    if amount <= Pence::ZERO {
        return Err(NotGiven::Nothing);
    }
    if amount > open {
        return Err(NotGiven::TooMuch);
    }
    let waived = std::cmp::min(amount, std::cmp::max(owed, Pence::ZERO));
    Ok(GoodwillGiven { waived, refunded: amount - waived })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn given(waived: i64, refunded: i64) -> GoodwillGiven {
        GoodwillGiven { waived: Pence::new(waived), refunded: Pence::new(refunded) }
    }

    #[test]
    fn ref_17_goodwill_goes_back_within_what_the_place_costs() {
        let table = [
            (9_000, 9_000, 0, Ok(given(0, 9_000))),
            (9_001, 9_000, 0, Err(NotGiven::TooMuch)),
            (1, 9_000, 0, Ok(given(0, 1))),
            (0, 9_000, 0, Err(NotGiven::Nothing)),
            (-1, 9_000, 0, Err(NotGiven::Nothing)),
            (1, 0, 0, Err(NotGiven::TooMuch)),
        ];

        for (amount, open, owed, wanted) in table {
            assert_eq!(split(Pence::new(amount), Pence::new(open), Pence::new(owed)), wanted, "{amount} of {open}");
        }
    }

    #[test]
    fn ref_16_what_is_not_paid_yet_is_waived_before_anything_goes_back() {
        let table = [
            (9_000, 9_000, Ok(given(9_000, 0))),
            (9_000, 4_000, Ok(given(4_000, 5_000))),
            (2_000, 4_000, Ok(given(2_000, 0))),
            (2_000, -500, Ok(given(0, 2_000))),
        ];

        for (amount, owed, wanted) in table {
            assert_eq!(split(Pence::new(amount), Pence::new(9_000), Pence::new(owed)), wanted, "{amount}, {owed} owed");
        }
    }

    proptest! {
        #[test]
        fn both_parts_add_up_to_what_was_given(amount in 1_i64..20_000, open in 0_i64..20_000, owed in -5_000_i64..20_000) {
            match split(Pence::new(amount), Pence::new(open), Pence::new(owed)) {
                Ok(given) => {
                    prop_assert_eq!(given.waived + given.refunded, Pence::new(amount));
                    prop_assert!(given.waived >= Pence::ZERO && given.refunded >= Pence::ZERO);
                    prop_assert!(given.refunded.is_zero() || given.waived.get() == owed.max(0));
                }
                Err(NotGiven::TooMuch) => prop_assert!(amount > open),
                Err(NotGiven::Nothing) => prop_assert!(false),
            }
        }
    }
}
