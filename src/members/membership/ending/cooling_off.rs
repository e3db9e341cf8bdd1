//! The 14 days in which somebody who bought a term may change their mind (CO-05). Pure.

use chrono::NaiveDate;

use crate::kernel::Instant;
use crate::kernel::uk_time::{end_of_days_after, london_date};

/// How many days after the day of the contract.
pub const COOLING_OFF_DAYS: u32 = 14;

/// The first instant at which a contract of this moment can no longer be cancelled: the end of the fourteenth London day
/// after its own.
pub fn cooling_off_until(contract_at: Instant) -> Instant {
    end_of_days_after(london_date(contract_at), COOLING_OFF_DAYS)
}

/// The last London day on which it can be cancelled.
pub fn cooling_off_last_day(contract_at: Instant) -> NaiveDate {
    london_date(cooling_off_until(contract_at) - chrono::Duration::microseconds(1))
}

/// Whether a contract of `contract_at` can be cancelled at `now`.
pub fn is_in_cooling_off(contract_at: Instant, now: Instant) -> bool {
    now < cooling_off_until(contract_at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn the_fourteenth_day_is_the_last_and_counts_in_london() {
        let table = [
            ("2027-06-01T11:00:00Z", "2027-06-15", "2027-06-15T23:00:00Z"),
            ("2026-12-20T11:00:00Z", "2027-01-03", "2027-01-04T00:00:00Z"),
            ("2027-03-20T11:00:00Z", "2027-04-03", "2027-04-03T23:00:00Z"),
            ("2027-10-20T11:00:00Z", "2027-11-03", "2027-11-04T00:00:00Z"),
            ("2028-02-20T11:00:00Z", "2028-03-05", "2028-03-06T00:00:00Z"),
            ("2027-06-01T22:59:59Z", "2027-06-15", "2027-06-15T23:00:00Z"),
            ("2027-06-01T23:00:00Z", "2027-06-16", "2027-06-16T23:00:00Z"),
        ];

        for (contract, last_day, until) in table {
            assert_eq!(cooling_off_last_day(at(contract)).to_string(), last_day, "{contract}");
            assert_eq!(cooling_off_until(at(contract)), at(until), "{contract}");
            assert!(is_in_cooling_off(at(contract), at(until) - chrono::Duration::microseconds(1)), "{contract}");
            assert!(!is_in_cooling_off(at(contract), at(until)), "{contract}");
        }
    }
}
