//! Money as whole pence, one currency, no floats.
//!
//! Sums that do not fit panic, because overflow is a bug and a wrong total is worse than an error page.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use serde::{Deserialize, Serialize};

pub use super::money_sharing::share_largest_remainder;
use super::typed_pounds;
pub use super::typed_pounds::PoundsError;

const OVERFLOW: &str = "overflow is a bug";

/// An amount in pence. It may be negative: a posting, a difference.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Pence(i64);

impl Pence {
    /// No money.
    pub const ZERO: Self = Self(0);

    /// An amount of `pence`.
    pub const fn new(pence: i64) -> Self {
        Self(pence)
    }

    /// The number of pence.
    pub const fn get(self) -> i64 {
        self.0
    }

    /// True for exactly nothing.
    pub const fn is_zero(self) -> bool {
        self.0 == 0
    }

    /// True below zero.
    pub const fn is_negative(self) -> bool {
        self.0 < 0
    }

    /// The sum, or none when it does not fit.
    pub fn checked_add(self, other: Self) -> Option<Self> {
        self.0.checked_add(other.0).map(Self)
    }

    /// The difference, or none when it does not fit.
    pub fn checked_sub(self, other: Self) -> Option<Self> {
        self.0.checked_sub(other.0).map(Self)
    }

    /// The amount `times` over, or none when it does not fit.
    pub fn checked_mul(self, times: i64) -> Option<Self> {
        self.0.checked_mul(times).map(Self)
    }

    /// `percent` per cent of the amount, half a penny rounding up (REF-4: 50% of £48.69 is £24.35).
    /// A negative amount mirrors the positive one, so that both sides of a posting stay equal.
    ///
    /// # Panics
    /// When the answer does not fit, which takes more than 100% of an impossible fortune.
    #[must_use]
    pub fn percent_half_up(self, percent: u8) -> Self {
        let hundredths = i128::from(self.0) * i128::from(percent);
        let rounded = (hundredths.abs() + 50) / 100 * hundredths.signum();
        Self(i64::try_from(rounded).expect(OVERFLOW))
    }

    /// Reads what a person types: `50`, `48.69`, `48.5`, `£1,250`, `£1,250.00`. Never below zero.
    pub fn parse_pounds(typed: &str) -> Result<Self, PoundsError> {
        typed_pounds::read(typed).map(Self)
    }
}

impl Add for Pence {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        self.checked_add(other).expect(OVERFLOW)
    }
}

impl Sub for Pence {
    type Output = Self;
    fn sub(self, other: Self) -> Self {
        self.checked_sub(other).expect(OVERFLOW)
    }
}

impl Neg for Pence {
    type Output = Self;
    fn neg(self) -> Self {
        Self(self.0.checked_neg().expect(OVERFLOW))
    }
}

impl AddAssign for Pence {
    fn add_assign(&mut self, other: Self) {
        *self = *self + other;
    }
}

impl SubAssign for Pence {
    fn sub_assign(&mut self, other: Self) {
        *self = *self - other;
    }
}

impl Sum for Pence {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::ZERO, Add::add)
    }
}

impl<'a> Sum<&'a Pence> for Pence {
    fn sum<I: Iterator<Item = &'a Pence>>(amounts: I) -> Self {
        amounts.copied().sum()
    }
}

impl fmt::Display for Pence {
    /// `£50`, `£48.69`, `£1,250`, `-£1.20`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sign = if self.is_negative() { "-" } else { "" };
        let all = self.0.unsigned_abs();
        let (pounds, pence) = (with_commas(all / 100), all % 100);
        if pence == 0 { write!(f, "{sign}£{pounds}") } else { write!(f, "{sign}£{pounds}.{pence:02}") }
    }
}

fn with_commas(number: u64) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn amounts_are_shown_as_people_write_them() {
        let table = [
            (0, "£0"),
            (5_000, "£50"),
            (4_869, "£48.69"),
            (5, "£0.05"),
            (-120, "-£1.20"),
            (125_000, "£1,250"),
            (99_999, "£999.99"),
            (100_000_001, "£1,000,000.01"),
            (i64::MIN, "-£92,233,720,368,547,758.08"),
        ];

        for (pence, wanted) in table {
            assert_eq!(Pence::new(pence).to_string(), wanted);
        }
    }

    #[test]
    fn half_a_penny_rounds_up() {
        let table = [
            (4_869, 50, 2_435),
            (4_868, 50, 2_434),
            (4_869, 100, 4_869),
            (4_869, 0, 0),
            (1, 49, 0),
            (1, 50, 1),
            (-4_869, 50, -2_435),
        ];

        for (amount, percent, wanted) in table {
            let part = Pence::new(amount).percent_half_up(percent);
            assert_eq!(part, Pence::new(wanted), "{percent}% of {amount}");
        }
    }

    #[test]
    fn sums_that_do_not_fit_say_so() {
        let most = Pence::new(i64::MAX);

        assert_eq!(most.checked_add(Pence::new(1)), None);
        assert_eq!(Pence::new(i64::MIN).checked_sub(Pence::new(1)), None);
        assert_eq!(most.checked_mul(2), None);
    }

    #[test]
    #[should_panic(expected = "overflow is a bug")]
    fn an_overflow_stops_the_program_rather_than_wrapping() {
        let _ = Pence::new(i64::MAX) + Pence::new(1);
    }

    #[test]
    fn serialised_it_is_a_bare_number() {
        assert_eq!(serde_json::to_string(&Pence::new(4_869)).unwrap(), "4869");
    }

    proptest! {
        #[test]
        fn what_is_shown_reads_back(pence in 0..=i64::MAX) {
            let amount = Pence::new(pence);

            prop_assert_eq!(Pence::parse_pounds(&amount.to_string()), Ok(amount));
        }

        #[test]
        fn a_part_and_its_mirror_cancel(pence in -1_000_000_i64..1_000_000, percent in 0_u8..=100) {
            let (amount, mirror) = (Pence::new(pence), Pence::new(-pence));

            let sum = amount.percent_half_up(percent) + mirror.percent_half_up(percent);

            prop_assert!(sum.is_zero());
        }
    }
}
