//! When a renewal may be taken, and on which day its term begins (D6).

use chrono::{Days, NaiveDate};

/// Days after the last day of a term during which all rights are kept and a renewal leaves no gap.
pub const GRACE_DAYS: u64 = 30;

/// How many days before the last day of a term its renewal opens.
pub const RENEWAL_OPENS_DAYS: u64 = 60;

/// The renewal is not open yet.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("renewal opens on {opens_on}")]
pub struct TooEarly {
    /// The first day on which it may be taken.
    pub opens_on: NaiveDate,
}

/// The first day of the next term, for money with this value date (the London day it counts from). Inside the span from 60
/// days before the old end to the last day of grace, the day after the old end; later, or for somebody new, the value date.
pub fn next_term_start(old_end: Option<NaiveDate>, value_date: NaiveDate) -> Result<NaiveDate, TooEarly> {
    let Some(old_end) = old_end else { return Ok(value_date) };
    let opens_on = old_end.checked_sub_days(Days::new(RENEWAL_OPENS_DAYS)).unwrap_or(NaiveDate::MIN);
    let grace_ends_on = old_end.checked_add_days(Days::new(GRACE_DAYS)).unwrap_or(NaiveDate::MAX);
    if value_date < opens_on {
        return Err(TooEarly { opens_on });
    }
    if value_date > grace_ends_on {
        return Ok(value_date);
    }
    Ok(old_end.succ_opt().unwrap_or(old_end))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_renewal_in_time_leaves_no_gap_and_a_late_one_begins_with_its_money() {
        let early = Err(TooEarly { opens_on: day("2027-10-01") });
        let table = [
            ("2027-09-30", early),
            ("2027-10-01", Ok(day("2027-12-01"))),
            ("2027-11-30", Ok(day("2027-12-01"))),
            ("2027-12-30", Ok(day("2027-12-01"))),
            ("2027-12-31", Ok(day("2027-12-31"))),
            ("2028-06-15", Ok(day("2028-06-15"))),
        ];

        for (value_date, wanted) in table {
            assert_eq!(next_term_start(Some(day("2027-11-30")), day(value_date)), wanted, "{value_date}");
        }
    }

    #[test]
    fn a_first_term_begins_on_the_value_date() {
        assert_eq!(next_term_start(None, day("2026-12-01")), Ok(day("2026-12-01")));
    }

    #[test]
    fn the_term_after_one_that_ended_on_28_february_of_a_leap_year_begins_on_the_29th() {
        assert_eq!(next_term_start(Some(day("2028-02-28")), day("2028-02-28")), Ok(day("2028-02-29")));
    }
}
