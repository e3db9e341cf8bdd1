//! Shares a refund over the lines it is for and the payments it can come from. Pure; never more than there is.

use crate::kernel::Pence;
use crate::kernel::money::share_largest_remainder;

/// What comes back out of one payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Part {
    pub(super) payment_id: i64,
    /// By line; each above nothing.
    pub(super) lines: Vec<(i64, Pence)>,
}

impl Part {
    pub(super) fn total(&self) -> Pence {
        self.lines.iter().map(|(_, amount)| *amount).sum()
    }
}

/// Brings the lines down to `most` in all, by largest remainder; lines within it stay as they are.
pub(super) fn cap(lines: &[(i64, Pence)], most: Pence) -> Vec<(i64, Pence)> {
    let wanted: Vec<Pence> = lines.iter().map(|(_, amount)| std::cmp::max(*amount, Pence::ZERO)).collect();
    let most = std::cmp::max(most, Pence::ZERO);
    let amounts = if wanted.iter().sum::<Pence>() <= most { wanted } else { share_largest_remainder(most, &wanted) };
    lines.iter().map(|(id, _)| *id).zip(amounts).filter(|(_, amount)| !amount.is_zero()).collect()
}

/// Takes the lines out of the payments in order, the first payment emptied first. What no payment holds is left out.
pub(super) fn split(lines: &[(i64, Pence)], drawable: &[(i64, Pence)]) -> Vec<Part> {
    let mut lines = lines.iter().copied().filter(|(_, amount)| *amount > Pence::ZERO);
    let mut line = lines.next();
    let mut parts = Vec::new();
    for (payment_id, mut left) in drawable.iter().copied() {
        let mut part = Part { payment_id, lines: Vec::new() };
        while let Some((line_id, wanted)) = line.filter(|_| left > Pence::ZERO) {
            let taken = std::cmp::min(wanted, left);
            part.lines.push((line_id, taken));
            left -= taken;
            line = if taken == wanted { lines.next() } else { Some((line_id, wanted - taken)) };
        }
        if !part.lines.is_empty() {
            parts.push(part);
        }
    }
    parts
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pairs(amounts: &[(i64, i64)]) -> Vec<(i64, Pence)> {
        amounts.iter().map(|(id, pence)| (*id, Pence::new(*pence))).collect()
    }

    #[test]
    fn a_refund_within_the_limit_stays_as_asked() {
        assert_eq!(
            cap(&pairs(&[(1, 5_000), (2, 0), (3, 9_000)]), Pence::new(14_000)),
            pairs(&[(1, 5_000), (3, 9_000)])
        );
    }

    #[test]
    fn beyond_the_limit_every_line_gives_way_in_proportion() {
        assert_eq!(cap(&pairs(&[(1, 5_000), (2, 5_000)]), Pence::new(9_001)), pairs(&[(1, 4_501), (2, 4_500)]));
        assert_eq!(cap(&pairs(&[(1, 5_000)]), Pence::new(-1)), pairs(&[]));
    }

    #[test]
    fn a_line_may_come_out_of_two_payments() {
        let parts = split(&pairs(&[(1, 5_000), (2, 9_000)]), &pairs(&[(7, 6_000), (8, 20_000)]));

        let expected = [
            Part { payment_id: 7, lines: pairs(&[(1, 5_000), (2, 1_000)]) },
            Part { payment_id: 8, lines: pairs(&[(2, 8_000)]) },
        ];
        assert_eq!(parts, expected);
    }

    proptest! {
        #[test]
        fn never_more_than_asked_nor_than_a_payment_holds(
            asked in prop::collection::vec(0_i64..20_000, 0..8),
            held in prop::collection::vec(0_i64..30_000, 0..5),
            most in -10_i64..80_000,
        ) {
            let lines: Vec<(i64, Pence)> = (1..).zip(asked).map(|(id, pence)| (id, Pence::new(pence))).collect();
            let drawable: Vec<(i64, Pence)> = (100..).zip(held).map(|(id, pence)| (id, Pence::new(pence))).collect();

            let capped = cap(&lines, Pence::new(most));
            let parts = split(&capped, &drawable);

            let sum = |pairs: &[(i64, Pence)]| pairs.iter().map(|(_, amount)| *amount).sum::<Pence>();
            let given: Pence = parts.iter().map(Part::total).sum();
            prop_assert_eq!(given, std::cmp::min(sum(&capped), sum(&drawable)));
            prop_assert!(sum(&capped) <= std::cmp::max(Pence::new(most), Pence::ZERO));
            for part in &parts {
                let held = drawable.iter().find(|(id, _)| *id == part.payment_id).map(|(_, amount)| *amount);
                prop_assert!(Some(part.total()) <= held);
            }
            for (id, wanted) in &lines {
                let given: Pence =
                    parts.iter().flat_map(|part| &part.lines).filter(|(line, _)| line == id).map(|(_, amount)| *amount).sum();
                prop_assert!(given <= *wanted);
            }
        }
    }
}
