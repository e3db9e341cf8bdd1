//! Numbers of invoices and credit notes (AC-03): two gap-free series a year, short enough for a bank reference. Pure.

use chrono::{Datelike, NaiveDate};

/// A bank takes at most this many characters as a reference.
pub const LONGEST_NUMBER: usize = 18;

/// Which of the two series (INV-5).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Series {
    /// `NAIRO-2026-00123`
    Invoice,
    /// `NAIRO-CN2026-00012`
    CreditNote,
}

impl Series {
    /// The row in the table of series: one a year.
    pub fn name(self, on: NaiveDate) -> String {
        let word = match self {
            Self::Invoice => "invoice",
            Self::CreditNote => "credit_note",
        };
        format!("{word}:{}", on.year())
    }

    /// The number as it is printed. The prefix is the charity's short name, as far as it fits.
    pub fn number(self, short_name: &str, on: NaiveDate, count: i64) -> String {
        let mark = match self {
            Self::Invoice => "",
            Self::CreditNote => "CN",
        };
        let rest = format!("-{mark}{}-{count:05}", on.year());
        let room = LONGEST_NUMBER.saturating_sub(rest.len());
        let letters = short_name.chars().filter(char::is_ascii_alphanumeric).map(|letter| letter.to_ascii_uppercase());
        let prefix: String = letters.take(room).collect();
        if prefix.is_empty() { rest.trim_start_matches('-').to_owned() } else { prefix + &rest }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ac_03_numbers_fit_a_bank_reference_whatever_the_charity_is_called() {
        let day: NaiveDate = "2026-06-01".parse().unwrap();
        let table = [
            ("NAIRO", Series::Invoice, 123, "NAIRO-2026-00123"),
            ("NAIRO", Series::CreditNote, 12, "NAIRO-CN2026-00012"),
            ("Association", Series::Invoice, 1, "ASSOCIA-2026-00001"),
            ("A & B", Series::Invoice, 100_000, "AB-2026-100000"),
            ("Ŵŷ", Series::Invoice, 1, "2026-00001"),
        ];
        for (short_name, series, count, number) in table {
            assert_eq!(series.number(short_name, day, count), number);
            assert!(number.len() <= LONGEST_NUMBER, "{number}");
        }
        assert_eq!(Series::Invoice.name(day), "invoice:2026");
    }
}
