//! Reading pounds and pence as people type them, without guessing. Reached through
//! [`Pence::parse_pounds`](super::money::Pence::parse_pounds).

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

/// The pence in `50`, `48.69`, `48.5`, `£1,250` or `£1,250.00`.
pub(super) fn read(typed: &str) -> Result<i64, PoundsError> {
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
        [tens @ b'0'..=b'9', ones @ b'0'..=b'9'] => i64::from(tens - b'0') * 10 + i64::from(ones - b'0'),
        _ => return Err(PoundsError::NotAnAmount),
    };
    pounds.checked_mul(100).and_then(|total| total.checked_add(pence)).ok_or(PoundsError::TooLarge)
}

/// Digits, either unbroken or in comma groups of three: `12,50` is a slip, not £1,250.
fn whole_pounds(text: &str) -> Result<i64, PoundsError> {
    let mut groups = text.split(',');
    let first = groups.next().unwrap_or_default();
    let grouped = text.contains(',');
    let well_grouped = !first.is_empty() && (!grouped || first.len() <= 3) && groups.all(|group| group.len() == 3);
    let digits = text.replace(',', "");
    if !well_grouped || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(PoundsError::NotAnAmount);
    }
    digits.parse().map_err(|_| PoundsError::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn typed_pounds_are_read_without_guessing() {
        let table = [
            ("50", Ok(5_000)),
            (" £50 ", Ok(5_000)),
            ("£ 48.69", Ok(4_869)),
            ("48.5", Ok(4_850)),
            ("£1,250.00", Ok(125_000)),
            ("1250", Ok(125_000)),
            ("0.05", Ok(5)),
            ("", Err(PoundsError::Empty)),
            ("-5", Err(PoundsError::BelowZero)),
            ("£", Err(PoundsError::NotAnAmount)),
            ("£-5", Err(PoundsError::NotAnAmount)),
            ("+5", Err(PoundsError::NotAnAmount)),
            (".50", Err(PoundsError::NotAnAmount)),
            ("50.", Err(PoundsError::NotAnAmount)),
            ("48.695", Err(PoundsError::NotAnAmount)),
            ("12,50", Err(PoundsError::NotAnAmount)),
            ("1250,000", Err(PoundsError::NotAnAmount)),
            (",250", Err(PoundsError::NotAnAmount)),
            ("1.250,00", Err(PoundsError::NotAnAmount)),
            ("fifty", Err(PoundsError::NotAnAmount)),
            ("٥٠", Err(PoundsError::NotAnAmount)),
            ("$50", Err(PoundsError::NotAnAmount)),
            ("92233720368547758.08", Err(PoundsError::TooLarge)),
            ("99999999999999999999", Err(PoundsError::TooLarge)),
        ];

        for (typed, wanted) in table {
            assert_eq!(read(typed), wanted, "{typed:?}");
        }
    }
}
