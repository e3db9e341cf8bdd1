//! How long a term of a type lasts and which part of the price it costs: so many months from its own first day, or the
//! association's own year, which begins on the same day for everybody (rules 2.3). Pure: every day comes in as a value.

use chrono::{Datelike, Days, NaiveDate};

use crate::kernel::Pence;
use crate::kernel::membership_months::add_months_inclusive_end;

/// Months of a whole year.
const YEAR_MONTHS: u32 = 12;
/// A year without a 29 February: a day it has, every year has.
const PLAIN_YEAR: i32 = 2027;

/// A day that every year has, such as 1 April; never 29 February.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct DayOfYear {
    month: u32,
    day: u32,
}

impl DayOfYear {
    /// The day many associations begin their year on.
    pub const APRIL_1: Self = Self { month: 4, day: 1 };

    /// The day of this month; none for one that not every year has.
    pub fn new(month: u32, day: u32) -> Option<Self> {
        NaiveDate::from_ymd_opt(PLAIN_YEAR, month, day).map(|_| Self { month, day })
    }

    /// The month and the day of the month, both counted from 1.
    pub const fn parts(self) -> (u32, u32) {
        (self.month, self.day)
    }

    /// The short word stored in records: "04-01".
    pub fn word(self) -> String {
        format!("{:02}-{:02}", self.month, self.day)
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        let (month, day) = word.split_once('-')?;
        Self::new(month.parse().ok()?, day.parse().ok()?)
    }

    /// As people say it: "1 April".
    pub fn words(self) -> String {
        self.in_year(PLAIN_YEAR).format("%-d %B").to_string()
    }

    /// The day in a year.
    pub fn in_year(self, year: i32) -> NaiveDate {
        NaiveDate::from_ymd_opt(year, self.month, self.day).unwrap_or(NaiveDate::MAX)
    }

    /// The first of these days after `day`.
    fn after(self, day: NaiveDate) -> NaiveDate {
        let same_year = self.in_year(day.year());
        if same_year > day { same_year } else { self.in_year(day.year() + 1) }
    }

    /// The last of these days that is not after `day`.
    fn not_after(self, day: NaiveDate) -> NaiveDate {
        let same_year = self.in_year(day.year());
        if same_year <= day { same_year } else { self.in_year(day.year() - 1) }
    }
}

/// A membership year that is the same for everybody.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub struct FixedYear {
    /// Its first day.
    pub starts: DayOfYear,
    /// From this day to the end of the year, whoever begins gets the rest of it and all of the next; none for never.
    pub rolls_over: Option<DayOfYear>,
    /// Part of a year costs its part of the price, and never less than this; none when it costs the whole price.
    pub lowest_price: Option<Pence>,
}

impl FixedYear {
    /// The last day, inclusive, of a term that begins on `starts_on`.
    pub fn last_day(self, starts_on: NaiveDate) -> NaiveDate {
        let next_year = self.starts.after(starts_on);
        let ends_before = if self.rolls(starts_on) { self.starts.after(next_year) } else { next_year };
        ends_before.checked_sub_days(Days::new(1)).unwrap_or(starts_on)
    }

    /// Whether a term that begins on this day takes the whole of the next year with it.
    fn rolls(self, starts_on: NaiveDate) -> bool {
        let Some(rolls_over) = self.rolls_over else { return false };
        let this_year = self.starts.not_after(starts_on);
        let from = if rolls_over == self.starts { this_year } else { rolls_over.after(this_year) };
        starts_on >= from
    }

    /// What a term that begins on `starts_on` costs when a year costs `whole`: its whole months out of twelve, half a penny
    /// rounding up, not below the lowest price and never above the whole one. A term that takes the next year with it costs
    /// the whole price; the rest of this year comes with it.
    pub fn price(self, whole: Pence, starts_on: NaiveDate) -> Pence {
        let Some(lowest) = self.lowest_price else { return whole };
        let months = whole_months(starts_on, self.last_day(starts_on));
        if months >= YEAR_MONTHS {
            return whole;
        }
        let year = i64::from(YEAR_MONTHS);
        let part = (whole.get().saturating_mul(i64::from(months)) * 2 + year) / (year * 2);
        std::cmp::min(whole, std::cmp::max(Pence::new(part), lowest))
    }
}

/// How many whole months fit into the days from `starts_on` to `ends_on`, both included; 12 at most are told apart.
fn whole_months(starts_on: NaiveDate, ends_on: NaiveDate) -> u32 {
    let fits = |months: &u32| add_months_inclusive_end(starts_on, *months) <= ends_on;
    (1..=YEAR_MONTHS).take_while(fits).last().unwrap_or(0)
}

/// How the days of a term are found.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum TermRule {
    /// So many months from the term's own first day (D3).
    Rolling {
        /// How many.
        months: u32,
    },
    /// The same year for everybody.
    FixedYear(FixedYear),
}

impl TermRule {
    /// The last day, inclusive, of a term that begins on `starts_on`.
    pub fn last_day(self, starts_on: NaiveDate) -> NaiveDate {
        match self {
            Self::Rolling { months } => add_months_inclusive_end(starts_on, months),
            Self::FixedYear(year) => year.last_day(starts_on),
        }
    }

    /// What a term that begins on `starts_on` costs when a whole one costs `whole`.
    pub fn price(self, whole: Pence, starts_on: NaiveDate) -> Pence {
        match self {
            Self::Rolling { .. } => whole,
            Self::FixedYear(year) => year.price(whole, starts_on),
        }
    }

    /// What a whole term like this one costs, when one from `starts_on` was bought for `paid`: that, or, for part of a fixed year
    /// at its part of the price, the `whole` price it was a part of (CO-12).
    pub fn price_to_compare(self, (whole, paid): (Pence, Pence), starts_on: NaiveDate) -> Pence {
        if self.price(whole, starts_on) == whole { paid } else { whole }
    }

    /// The last day that an offer made for a term from `starts_on` promises, whenever its money comes: only a fixed year
    /// promises one.
    pub fn promised_end(self, starts_on: NaiveDate) -> Option<NaiveDate> {
        match self {
            Self::Rolling { .. } => None,
            Self::FixedYear(year) => Some(year.last_day(starts_on)),
        }
    }

    /// How long a term lasts, in words for lists.
    pub fn words(self) -> String {
        match self {
            Self::Rolling { months: 1 } => "1 month".to_owned(),
            Self::Rolling { months } => format!("{months} months"),
            Self::FixedYear(year) => {
                let last = year.starts.in_year(PLAIN_YEAR).pred_opt().unwrap_or(NaiveDate::MIN);
                format!("The year from {} to {}", year.starts.words(), last.format("%-d %B"))
            }
        }
    }
}

#[cfg(test)]
#[path = "term_rule_tests.rs"]
mod tests;
