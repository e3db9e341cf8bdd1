//! On which days the dates of a series fall (SES-6): every week, every second week, or each month on the same weekday, at the same
//! times on the clock on the wall in London, whatever the clocks do (D2, TM-02). Pure.

use chrono::{Datelike, Days, Months, NaiveDate, Weekday};

use crate::events::{DateCertainty, EventWhen, EventWhenError, WallTime};
use crate::kernel::uk_time::long_date;

/// More dates than this at once is a slip of the keyboard: a year of every second week.
pub const MOST_DATES: usize = 26;

/// How often.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Rhythm {
    /// Every week.
    Weekly,
    /// Every second week.
    Fortnightly,
    /// Each month on the same weekday: the second Tuesday, or, from the fifth of a month on, the last.
    Monthly,
}

/// Why no such dates can be made, in words for the officer.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RhythmError {
    /// The series has to begin on a day.
    #[error("The first meeting has no day yet. Enter its date first.")]
    DayUnknown,
    /// One of the dates does not exist, or not at that time.
    #[error("On {} that does not work: {}.", long_date(*day), error)]
    On {
        /// The London day.
        day: NaiveDate,
        /// Why.
        error: EventWhenError,
    },
}

impl Rhythm {
    /// Every rhythm.
    pub const ALL: [Self; 3] = [Self::Weekly, Self::Fortnightly, Self::Monthly];

    /// The word in forms.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Weekly => "weekly",
            Self::Fortnightly => "fortnightly",
            Self::Monthly => "monthly",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// The words of a choice in a form.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Weekly => "Every week",
            Self::Fortnightly => "Every two weeks",
            Self::Monthly => "Every month, on the same weekday",
        }
    }

    /// The day that is `steps` after `first`.
    fn day(self, first: NaiveDate, steps: u32) -> Option<NaiveDate> {
        match self {
            Self::Weekly => first.checked_add_days(Days::new(7 * u64::from(steps))),
            Self::Fortnightly => first.checked_add_days(Days::new(14 * u64::from(steps))),
            Self::Monthly => {
                let month = first.with_day(1)?.checked_add_months(Months::new(steps))?;
                weekday_of_month(month, first.weekday(), first.day0() / 7)
            }
        }
    }
}

/// The weekday after `weeks` others of it in the month that begins on `month`: the last one, where there are not so many. A fifth one
/// is not in every month, so it always means the last.
fn weekday_of_month(month: NaiveDate, weekday: Weekday, weeks: u32) -> Option<NaiveDate> {
    let ahead = (7 + weekday.num_days_from_monday() - month.weekday().num_days_from_monday()) % 7;
    let nth = month.checked_add_days(Days::new(u64::from(ahead + 7 * weeks)))?;
    if nth.month() == month.month() { Some(nth) } else { nth.checked_sub_days(Days::new(7)) }
}

/// The first date and those that follow it, `count` in all, each at the same times on the wall clock; a time that the clocks skip is
/// refused (D2).
pub fn series_dates(first: &EventWhen, rhythm: Rhythm, count: usize) -> Result<Vec<EventWhen>, RhythmError> {
    let first_day = first.known_day().ok_or(RhythmError::DayUnknown)?;
    let certainty = match first.certainty() {
        DateCertainty::DateAndTime => DateCertainty::DateAndTime,
        _ => DateCertainty::DateOnly,
    };
    let date = |steps: usize| {
        let steps = u32::try_from(steps).unwrap_or(u32::MAX);
        let out_of_range = RhythmError::On { day: first_day, error: EventWhenError::DayOutOfRange };
        let day = rhythm.day(first_day, steps).ok_or(out_of_range)?;
        let wall = WallTime { day: Some(day), ..first.wall() };
        EventWhen::from_wall(certainty, wall).map_err(|error| RhythmError::On { day, error })
    };
    (0..count).map(date).collect()
}

#[cfg(test)]
#[path = "rhythm_tests.rs"]
mod tests;
