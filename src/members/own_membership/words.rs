//! Small words that several pages share.

use chrono::NaiveDate;

use crate::kernel::uk_time::long_date;
use crate::members::membership::FOR_LIFE;

/// The last day of a term, in words.
pub(super) fn end_words(ends_on: NaiveDate) -> String {
    if ends_on == FOR_LIFE { "For life".to_owned() } else { format!("The end of {}", long_date(ends_on)) }
}

/// "12 months", "1 month".
pub(super) fn months_words(months: u32) -> String {
    if months == 1 { "1 month".to_owned() } else { format!("{months} months") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ends_and_months_are_told_plainly() {
        assert_eq!(end_words(FOR_LIFE), "For life");
        assert_eq!(end_words("2027-11-30".parse().unwrap()), "The end of Tuesday 30 November 2027");
        assert_eq!((months_words(1).as_str(), months_words(12).as_str()), ("1 month", "12 months"));
    }
}
