//! Which days the reports look at. Pure.

use chrono::{Datelike, Months, NaiveDate};
use serde::Deserialize;

use crate::members::desk::day_field::read_day;
use crate::web::FieldErrors;

/// Months shown when nobody asked, the running one among them.
const USUAL_MONTHS: u32 = 24;
/// The longest stretch that is shown.
const MOST_YEARS: i32 = 20;

/// `?from=2024-07-01&to=2026-06-01`; empty for the last two years.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct Asked {
    #[serde(default)]
    pub(super) from: String,
    #[serde(default)]
    pub(super) to: String,
}

/// From one London day to another, both included.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    pub(super) from: NaiveDate,
    pub(super) to: NaiveDate,
}

impl Period {
    /// The months up to today's.
    pub(super) fn usual(today: NaiveDate) -> Self {
        Self { from: months_before(today, USUAL_MONTHS - 1), to: today }
    }

    /// What was asked for; a day that was left empty is the usual one.
    pub(super) fn read(asked: &Asked, today: NaiveDate) -> Result<Self, FieldErrors> {
        let mut errors = FieldErrors::new();
        let from = errors.check("from", read_day(&asked.from)).flatten();
        let to = errors.check("to", read_day(&asked.to)).flatten().unwrap_or(today);
        if to > today {
            errors.add("to", "Enter today or a day in the past");
        }
        let from = from.unwrap_or_else(|| months_before(to, USUAL_MONTHS - 1));
        if from > to {
            errors.add("from", "Enter a day that is not after the last day");
        } else if to.year() - from.year() > MOST_YEARS {
            errors.add("from", "Enter a day at most 20 years before the last day");
        }
        errors.into_result().map(|()| Self { from, to })
    }

    /// Both days, for the rules.
    pub(super) fn days(self) -> (NaiveDate, NaiveDate) {
        (self.from, self.to)
    }

    /// The same period in an address.
    pub(super) fn query(self) -> String {
        format!("from={}&to={}", self.from, self.to)
    }
}

/// The first day of the month so many months before the one of `day`.
fn months_before(day: NaiveDate, months: u32) -> NaiveDate {
    let first = day.with_day(1).unwrap_or(day);
    first.checked_sub_months(Months::new(months)).unwrap_or(first)
}

#[cfg(test)]
mod tests {
    use super::super::spans::samples::day;
    use super::*;

    fn read(from: &str, to: &str) -> Result<(String, String), Vec<String>> {
        let asked = Asked { from: from.to_owned(), to: to.to_owned() };
        let told = |errors: FieldErrors| errors.iter().map(|error| error.field.clone()).collect();
        Period::read(&asked, day("2028-02-29"))
            .map(|period| (period.from.to_string(), period.to.to_string()))
            .map_err(told)
    }

    #[test]
    fn a_period_is_two_days_in_order_and_none_of_them_is_to_come() {
        let good = |from: &str, to: &str| Ok((from.to_owned(), to.to_owned()));
        let wrong = |fields: &[&str]| Err(fields.iter().map(|field| (*field).to_owned()).collect());
        let table = [
            (("", ""), good("2026-03-01", "2028-02-29")),
            (("", "31/1/2027"), good("2025-02-01", "2027-01-31")),
            (("2028-02-29", "2028-02-29"), good("2028-02-29", "2028-02-29")),
            (("2028-02-29", "2028-02-28"), wrong(&["from"])),
            (("", "2028-03-01"), wrong(&["to"])),
            (("soon", "never"), wrong(&["from", "to"])),
            (("2008-01-01", ""), good("2008-01-01", "2028-02-29")),
            (("2007-12-31", ""), wrong(&["from"])),
        ];

        for ((from, to), wanted) in table {
            assert_eq!(read(from, to), wanted, "{from} {to}");
        }
        assert_eq!(Period::usual(day("2028-02-29")).query(), "from=2026-03-01&to=2028-02-29");
    }
}
