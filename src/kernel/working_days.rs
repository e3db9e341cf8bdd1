//! Working days in England and Wales: Monday to Friday, less the bank holidays that come with the program and what the charity
//! has changed of them (TM-05). Pure: whoever counts days is given the value.

use std::collections::BTreeMap;
use std::sync::Arc;

use chrono::{Datelike, Months, NaiveDate, Weekday};

use super::shipped_holidays::{A_YEAR, SHIPPED};

/// What the charity says of one day, against the shipped table.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HolidayChange {
    /// What the day is called.
    pub name: String,
    /// True: it is a bank holiday. False: it is none any more.
    pub is_holiday: bool,
}

/// Which days are worked: the shipped table with the charity's changes. Cheap to clone.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WorkingDays {
    changes: Arc<BTreeMap<NaiveDate, HolidayChange>>,
}

/// The warning begins this many months before the last day that is known (TM-05).
const WARN_MONTHS: Months = Months::new(6);

impl WorkingDays {
    /// The table as it comes with the program.
    pub fn shipped() -> Self {
        Self::default()
    }

    /// The shipped table with these changes.
    pub fn with_changes(changes: impl IntoIterator<Item = (NaiveDate, HolidayChange)>) -> Self {
        Self { changes: Arc::new(changes.into_iter().collect()) }
    }

    /// The name of the bank holiday on `day`; none when it is no bank holiday.
    pub fn holiday_on(&self, day: NaiveDate) -> Option<&str> {
        match self.changes.get(&day) {
            Some(change) => change.is_holiday.then_some(change.name.as_str()),
            None => shipped_on(day),
        }
    }

    /// Is `day` neither at a weekend nor a bank holiday?
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        !is_weekend(day) && self.holiday_on(day).is_none()
    }

    /// The `count`th working day after `day`, not counting `day` itself; `day` when `count` is 0.
    pub fn after(&self, day: NaiveDate, count: u32) -> NaiveDate {
        let Some(wanted_after) = count.checked_sub(1) else {
            return day;
        };
        let later = day.iter_days().skip(1);
        later.filter(|later| self.is_working_day(*later)).nth(wanted_after as usize).unwrap_or(NaiveDate::MAX)
    }

    /// The `count`th working day before `day`, not counting `day` itself; `day` when `count` is 0.
    pub fn before(&self, day: NaiveDate, count: usize) -> NaiveDate {
        let Some(wanted_after) = count.checked_sub(1) else {
            return day;
        };
        let before = std::iter::successors(day.pred_opt(), NaiveDate::pred_opt);
        before.filter(|earlier| self.is_working_day(*earlier)).nth(wanted_after).unwrap_or(NaiveDate::MIN)
    }

    /// Every bank holiday with its name, in order.
    pub fn holidays(&self) -> BTreeMap<NaiveDate, &str> {
        let mut days: BTreeMap<NaiveDate, &str> = shipped().collect();
        for (day, change) in self.changes() {
            if change.is_holiday {
                days.insert(day, &change.name);
            } else {
                days.remove(&day);
            }
        }
        days
    }

    /// What the charity changed, in order of the days.
    pub fn changes(&self) -> impl Iterator<Item = (NaiveDate, &HolidayChange)> {
        self.changes.iter().map(|(day, change)| (*day, change))
    }

    /// The last bank holiday up to which the table is whole. A single day added to a year of which nothing else is known does
    /// not make that year known; a day taken away is known of.
    pub fn known_until(&self) -> NaiveDate {
        let mut known = self.holidays();
        known.extend(self.changes.iter().map(|(day, change)| (*day, change.name.as_str())));
        let is_whole = |year: &i32| known.keys().filter(|day| day.year() == *year).count() >= A_YEAR;
        let last_year = (first_day().year()..=NaiveDate::MAX.year()).take_while(is_whole).last().unwrap_or_default();
        self.holidays().into_keys().rfind(|day| day.year() <= last_year).unwrap_or_else(first_day)
    }

    /// Whether the last known day lies within six months of `today`, or behind it (TM-05).
    pub fn ends_soon(&self, today: NaiveDate) -> bool {
        let ahead = today.checked_add_months(WARN_MONTHS).unwrap_or(NaiveDate::MAX);
        self.known_until() <= ahead
    }
}

/// The name the shipped table has for `day`.
pub fn shipped_on(day: NaiveDate) -> Option<&'static str> {
    let key = (day.year(), day.month(), day.day());
    let found = SHIPPED.binary_search_by_key(&key, |(year, month, day, _)| (*year, *month, *day)).ok()?;
    SHIPPED.get(found).map(|(.., name)| *name)
}

/// The first day the shipped table knows of: the first day of its first year.
pub fn first_day() -> NaiveDate {
    let year = SHIPPED.first().map(|(year, ..)| *year).unwrap_or_default();
    NaiveDate::from_ymd_opt(year, 1, 1).unwrap_or(NaiveDate::MIN)
}

/// Saturday or Sunday.
pub fn is_weekend(day: NaiveDate) -> bool {
    matches!(day.weekday(), Weekday::Sat | Weekday::Sun)
}

/// A list has a whole year when it has this many days of it.
pub const HOLIDAYS_A_YEAR: usize = A_YEAR;

fn shipped() -> impl Iterator<Item = (NaiveDate, &'static str)> {
    SHIPPED.iter().filter_map(|(year, month, day, name)| Some((NaiveDate::from_ymd_opt(*year, *month, *day)?, *name)))
}

#[cfg(test)]
#[path = "working_days_tests.rs"]
mod tests;
