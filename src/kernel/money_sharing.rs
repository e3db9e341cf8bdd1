//! Sharing one amount over several places so that the parts add up exactly. Reached through
//! [`money`](super::money).

use std::cmp::Reverse;
use std::ops::Neg;

use super::money::Pence;

/// Shares `total` by `weights`, giving left-over pennies to the largest remainders, the earlier first, so
/// that the parts add up to `total` exactly (REF-4). Weights below zero count as none; when all are none
/// the shares are equal. Without weights there is nobody to give to, and the answer is empty.
///
/// # Panics
/// When the total, its sign turned round, does not fit.
pub fn share_largest_remainder(total: Pence, weights: &[Pence]) -> Vec<Pence> {
    if total.is_negative() {
        let mirrored = share_largest_remainder(-total, weights);
        return mirrored.into_iter().map(Neg::neg).collect();
    }
    let mut weights: Vec<i128> = weights.iter().map(|w| i128::from(w.get().max(0))).collect();
    if weights.iter().all(|weight| *weight == 0) {
        weights.fill(1);
    }
    let whole: i128 = weights.iter().sum();
    let part = |weight: i128| (i128::from(total.get()) * weight).div_euclid(whole);
    let remainder = |weight: i128| (i128::from(total.get()) * weight).rem_euclid(whole);

    let mut shares: Vec<i128> = weights.iter().map(|weight| part(*weight)).collect();
    let left_over = i128::from(total.get()) - shares.iter().sum::<i128>();
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder.sort_by_key(|index| Reverse(remainder(weights[*index])));
    for (index, _) in by_remainder.into_iter().zip(0..left_over) {
        shares[index] += 1;
    }
    shares
        .into_iter()
        .map(|share| Pence::new(i64::try_from(share).expect("a share is no larger than the total")))
        .collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn pence(amounts: &[i64]) -> Vec<Pence> {
        amounts.iter().copied().map(Pence::new).collect()
    }

    #[test]
    fn left_over_pennies_go_to_the_largest_remainders_the_earlier_first() {
        let table: [(i64, &[i64], &[i64]); 10] = [
            (1_000, &[1, 1, 1], &[334, 333, 333]),
            (100, &[3_000, 3_000, 4_000], &[30, 30, 40]),
            (10, &[1, 2, 4], &[1, 3, 6]),
            (1, &[5, 5], &[1, 0]),
            (1, &[4, 6], &[0, 1]),
            (-1_000, &[1, 1, 1], &[-334, -333, -333]),
            (5, &[0, 0], &[3, 2]),
            (5, &[0, 7], &[0, 5]),
            (5, &[-7, 7], &[0, 5]),
            (5, &[], &[]),
        ];

        for (total, weights, wanted) in table {
            let shares = share_largest_remainder(Pence::new(total), &pence(weights));
            assert_eq!(shares, pence(wanted), "{total} by {weights:?}");
        }
    }

    proptest! {
        #[test]
        fn the_parts_add_up_and_none_is_a_penny_out(
            total: i32, weights in prop::collection::vec(0_i64..1_000_000_000, 1..20),
        ) {
            let shares = share_largest_remainder(Pence::new(total.into()), &pence(&weights));

            prop_assert_eq!(shares.iter().sum::<Pence>().get(), i64::from(total));
            let whole: i128 = weights.iter().map(|weight| i128::from(*weight)).sum();
            for (share, weight) in shares.iter().zip(&weights) {
                let exact = i128::from(total) * i128::from(*weight);
                let out_by = (i128::from(share.get()) * whole - exact).abs();
                prop_assert!(whole == 0 || out_by < whole);
            }
        }
    }
}
