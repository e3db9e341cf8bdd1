//! Money as whole pence, one currency, no floats.
//!
//! Sums that do not fit panic, because overflow is a bug and a wrong total is worse than an error page.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Neg, Sub, SubAssign};

use serde::{Deserialize, Serialize};

const OVERFLOW: &str = "overflow is a bug";

/// An amount in pence. It may be negative: a posting, a difference.
#[derive(
    Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Pence(i64);

/// Why a typed amount was refused, in words for the person who typed it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PoundsError {
    /// Nothing was typed.
    #[error("Enter an amount in pounds")]
    Empty,
    /// It is not an amount of pounds and pence.
    #[error("Enter an amount in pounds and pence, like 50 or 48.69")]
    NotAnAmount,
    /// It starts with a minus sign.
    #[error("Enter an amount that is not below zero")]
    BelowZero,
    /// It is more than can be held.
    #[error("Enter a smaller amount")]
    TooLarge,
}

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
        let text = typed.trim();
        if text.is_empty() {
            return Err(PoundsError::Empty);
        }
        if text.starts_with(['-', '−']) {
            return Err(PoundsError::BelowZero);
        }
        let text = text.strip_prefix('£').map_or(text, str::trim_start);
        let (pounds, pence) = text.split_once('.').unwrap_or((text, "00"));
        let pounds = whole_pounds(pounds)?;
        let pence = match pence.as_bytes() {
            [tens @ b'0'..=b'9'] => i64::from(tens - b'0') * 10,
            [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => {
                i64::from(tens - b'0') * 10 + i64::from(ones - b'0')
            }
            _ => return Err(PoundsError::NotAnAmount),
        };
        pounds
            .checked_mul(100)
            .and_then(|total| total.checked_add(pence))
            .map(Self)
            .ok_or(PoundsError::TooLarge)
    }
}

/// Digits, either unbroken or in comma groups of three: `12,50` is a slip, not £1,250.
fn whole_pounds(text: &str) -> Result<i64, PoundsError> {
    let mut groups = text.split(',');
    let first = groups.next().unwrap_or_default();
    let grouped = text.contains(',');
    let well_grouped =
        !first.is_empty() && (!grouped || first.len() <= 3) && groups.all(|group| group.len() == 3);
    let digits = text.replace(',', "");
    if !well_grouped || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(PoundsError::NotAnAmount);
    }
    digits.parse().map_err(|_| PoundsError::TooLarge)
}

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
    let mut weights: Vec<i128> = weights.iter().map(|w| i128::from(w.0.max(0))).collect();
    if weights.iter().all(|weight| *weight == 0) {
        weights.fill(1);
    }
    let whole: i128 = weights.iter().sum();
    let part = |weight: i128| (i128::from(total.0) * weight).div_euclid(whole);
    let remainder = |weight: i128| (i128::from(total.0) * weight).rem_euclid(whole);

    let mut shares: Vec<i128> = weights.iter().map(|weight| part(*weight)).collect();
    let left_over = i128::from(total.0) - shares.iter().sum::<i128>();
    let mut by_remainder: Vec<usize> = (0..weights.len()).collect();
    by_remainder.sort_by_key(|index| std::cmp::Reverse(remainder(weights[*index])));
    for (index, _) in by_remainder.into_iter().zip(0..left_over) {
        shares[index] += 1;
    }
    shares
        .into_iter()
        .map(|share| Pence(i64::try_from(share).expect(OVERFLOW)))
        .collect()
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
        if pence == 0 {
            write!(f, "{sign}£{pounds}")
        } else {
            write!(f, "{sign}£{pounds}.{pence:02}")
        }
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
