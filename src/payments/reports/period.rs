//! A month or a financial year, as a report covers it. Pure.

use chrono::{Datelike, Days, Months, NaiveDate};

use crate::kernel::uk_time::long_date;

/// The month in which the financial year begins: April, so that a year ends on 31 March.
const YEAR_BEGINS_IN: u32 = 4;

const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// The first and the last year that a report can be asked for.
const YEARS: std::ops::RangeInclusive<i32> = 2000..=2100;

/// A calendar month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Month {
    year: i32,
    /// 1 to 12.
    month: u32,
}

impl Month {
    /// The month a day is in.
    pub fn of(day: NaiveDate) -> Self {
        Self { year: day.year(), month: day.month() }
    }

    /// Reads `2026-06`.
    pub fn parse(text: &str) -> Option<Self> {
        let (year, month) = text.split_once('-')?;
        let is_plain = year.len() == 4 && month.len() == 2;
        let (year, month) = (year.parse().ok()?, month.parse().ok()?);
        (is_plain && YEARS.contains(&year) && (1..=12).contains(&month)).then_some(Self { year, month })
    }

    /// `2026-06`, as it stands in an address.
    pub fn word(self) -> String {
        format!("{:04}-{:02}", self.year, self.month)
    }

    /// `June 2026`.
    pub fn label(self) -> String {
        format!("{} {}", MONTHS[self.month as usize - 1], self.year)
    }

    fn first_day(self) -> NaiveDate {
        NaiveDate::from_ymd_opt(self.year, self.month, 1).unwrap_or_default()
    }

    fn shifted(self, months: i32) -> Self {
        let first = self.first_day();
        let by = Months::new(months.unsigned_abs());
        Self::of(if months < 0 { first - by } else { first + by })
    }
}

/// What a report covers: whole London days, both ends inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Period {
    /// One month.
    Month(Month),
    /// The financial year that begins in this year.
    Year(i32),
}

impl Period {
    /// The financial year that a day is in.
    pub fn year_of(day: NaiveDate) -> Self {
        Self::Year(if day.month() >= YEAR_BEGINS_IN { day.year() } else { day.year() - 1 })
    }

    /// From an address: `year=2026` goes before `month=2026-06`; anything odd is the month of `today`.
    pub fn read(month: &str, year: &str, today: NaiveDate) -> Self {
        let year = year.parse().ok().filter(|year| YEARS.contains(year)).map(Self::Year);
        year.or_else(|| Month::parse(month).map(Self::Month)).unwrap_or(Self::Month(Month::of(today)))
    }

    /// The first day.
    pub fn first_day(self) -> NaiveDate {
        match self {
            Self::Month(month) => month.first_day(),
            Self::Year(year) => NaiveDate::from_ymd_opt(year, YEAR_BEGINS_IN, 1).unwrap_or_default(),
        }
    }

    /// The last day.
    pub fn last_day(self) -> NaiveDate {
        self.next().first_day() - Days::new(1)
    }

    /// The period after this.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Month(month) => Self::Month(month.shifted(1)),
            Self::Year(year) => Self::Year(year + 1),
        }
    }

    /// The period before this.
    #[must_use]
    pub fn previous(self) -> Self {
        match self {
            Self::Month(month) => Self::Month(month.shifted(-1)),
            Self::Year(year) => Self::Year(year - 1),
        }
    }

    /// `June 2026`, or `1 April 2026 to 31 March 2027`.
    pub fn label(self) -> String {
        match self {
            Self::Month(month) => month.label(),
            Self::Year(_) => format!("{} to {}", day_words(self.first_day()), day_words(self.last_day())),
        }
    }

    /// What an address asks for it by: `month=2026-06` or `year=2026`.
    pub fn query(self) -> String {
        match self {
            Self::Month(month) => format!("month={}", month.word()),
            Self::Year(year) => format!("year={year}"),
        }
    }

    /// `2026-06` or `2026-27`, for the name of a file.
    pub fn file_word(self) -> String {
        match self {
            Self::Month(month) => month.word(),
            Self::Year(year) => format!("{year}-{:02}", (year + 1) % 100),
        }
    }

    /// The months of it, in order.
    pub fn months(self) -> Vec<Month> {
        let (first, count) = match self {
            Self::Month(month) => (month, 1),
            Self::Year(_) => (Month::of(self.first_day()), 12),
        };
        (0..count).map(|number| first.shifted(number)).collect()
    }
}

/// `1 April 2026`: a long date without its weekday.
fn day_words(day: NaiveDate) -> String {
    let long = long_date(day);
    long.split_once(' ').map_or(long.clone(), |(_, rest)| rest.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn month(text: &str) -> Period {
        Period::Month(Month::parse(text).unwrap())
    }

    #[test]
    fn a_period_covers_its_first_and_its_last_day() {
        let table = [
            (month("2026-06"), "2026-06-01", "2026-06-30", "June 2026"),
            (month("2028-02"), "2028-02-01", "2028-02-29", "February 2028"),
            (month("2026-12"), "2026-12-01", "2026-12-31", "December 2026"),
            (Period::Year(2026), "2026-04-01", "2027-03-31", "1 April 2026 to 31 March 2027"),
        ];

        for (period, first, last, label) in table {
            assert_eq!((period.first_day(), period.last_day()), (day(first), day(last)));
            assert_eq!(period.label(), label);
            assert_eq!(period.next().first_day(), period.last_day() + Days::new(1));
            assert_eq!(period.next().previous(), period);
        }
    }

    #[test]
    fn the_financial_year_turns_on_the_first_of_april() {
        assert_eq!(Period::year_of(day("2027-03-31")), Period::Year(2026));
        assert_eq!(Period::year_of(day("2027-04-01")), Period::Year(2027));
        let months = Period::Year(2026).months();
        assert_eq!((months.len(), months[0].word(), months[11].word()), (12, "2026-04".into(), "2027-03".into()));
    }

    #[test]
    fn what_cannot_be_read_is_this_month() {
        let today = day("2026-06-15");
        let table = [
            ("", "", month("2026-06")),
            ("2026-05", "", month("2026-05")),
            ("2026-5", "", month("2026-06")),
            ("2026-13", "", month("2026-06")),
            ("99999-01", "", month("2026-06")),
            ("-001-01", "", month("2026-06")),
            ("2026-05", "2025", Period::Year(2025)),
            ("2026-05", "1850", month("2026-05")),
            ("x", "y", month("2026-06")),
        ];

        for (asked, year, wanted) in table {
            assert_eq!(Period::read(asked, year, today), wanted, "{asked} {year}");
        }
        for period in [month("2026-05"), Period::Year(2026)] {
            let query = period.query();
            let (name, value) = query.split_once('=').unwrap();
            let (asked, year) = if name == "year" { ("", value) } else { (value, "") };
            assert_eq!(Period::read(asked, year, today), period);
        }
    }
}
