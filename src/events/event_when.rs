//! When an event is, and how certain that is (D2, SES-2). The one way in for wall times is [`EventWhen::from_wall`].

use chrono::{Datelike, Days, Months, NaiveDate, NaiveTime};

use crate::kernel::Instant;
use crate::kernel::uk_time::{self, NoSuchTime};

/// How much is known about the date.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum DateCertainty {
    /// Date and time are known.
    DateAndTime,
    /// The date is known, the time to be confirmed.
    DateOnly,
    /// Only the month is known.
    MonthOnly,
    /// Nothing yet.
    ToBeAnnounced,
}

impl DateCertainty {
    /// Every certainty.
    pub const ALL: [Self; 4] = [Self::DateAndTime, Self::DateOnly, Self::MonthOnly, Self::ToBeAnnounced];

    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::DateAndTime => "date_and_time",
            Self::DateOnly => "date_only",
            Self::MonthOnly => "month_only",
            Self::ToBeAnnounced => "to_be_announced",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// The words of a choice in a form.
    pub const fn label(self) -> &'static str {
        match self {
            Self::DateAndTime => "Date and time are known",
            Self::DateOnly => "Date known, time to be confirmed",
            Self::MonthOnly => "Only the month is known",
            Self::ToBeAnnounced => "Date to be announced",
        }
    }
}

/// When an event is. Instants are UTC; days are London days.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum EventWhen {
    /// Starts and ends at known instants, the end after the start.
    DateAndTime {
        /// The London day it starts on.
        first_day: NaiveDate,
        /// UTC.
        starts_at: Instant,
        /// UTC, exclusive.
        ends_at: Instant,
    },
    /// Some time on this London day.
    DateOnly(NaiveDate),
    /// Some day of the month that begins on this day.
    MonthOnly(NaiveDate),
    /// Not known.
    ToBeAnnounced,
}

/// What an officer types: a London day and the times on a wall clock there.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct WallTime {
    /// The London day; for a month, any day of it.
    pub day: Option<NaiveDate>,
    /// When it starts.
    pub starts: Option<NaiveTime>,
    /// When it ends, the same day.
    pub ends: Option<NaiveTime>,
}

/// Why a typed date and time cannot stand, in words for the person who typed it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EventWhenError {
    /// The certainty chosen needs a day.
    #[error("Enter the date")]
    DayMissing,
    /// Not a day we hold events on.
    #[error("Enter a date between 2000 and 2100")]
    DayOutOfRange,
    /// The certainty chosen needs a start.
    #[error("Enter the time it starts")]
    StartMissing,
    /// The certainty chosen needs an end.
    #[error("Enter the time it ends")]
    EndMissing,
    /// The end is the start or earlier.
    #[error("The end must be later than the start")]
    EndNotAfterStart,
    /// The clocks skip the start.
    #[error(transparent)]
    StartSkipped(NoSuchTime),
    /// The clocks skip the end.
    #[error(transparent)]
    EndSkipped(NoSuchTime),
}

impl EventWhen {
    /// From what was typed. What the certainty does not need is left aside. A wall time that does not exist is refused, one
    /// that happens twice means the first (D2).
    pub fn from_wall(certainty: DateCertainty, typed: WallTime) -> Result<Self, EventWhenError> {
        let day = match typed.day {
            None => Err(EventWhenError::DayMissing),
            Some(day) if !(2000..=2100).contains(&day.year()) => Err(EventWhenError::DayOutOfRange),
            Some(day) => Ok(day),
        };
        match certainty {
            DateCertainty::DateAndTime => Self::at_wall(day?, typed),
            DateCertainty::DateOnly => Ok(Self::DateOnly(day?)),
            DateCertainty::MonthOnly => Ok(Self::MonthOnly(first_of_month(day?))),
            DateCertainty::ToBeAnnounced => Ok(Self::ToBeAnnounced),
        }
    }

    fn at_wall(day: NaiveDate, typed: WallTime) -> Result<Self, EventWhenError> {
        let starts = typed.starts.ok_or(EventWhenError::StartMissing)?;
        let ends = typed.ends.ok_or(EventWhenError::EndMissing)?;
        if ends <= starts {
            return Err(EventWhenError::EndNotAfterStart);
        }
        let starts_at = uk_time::resolve(day.and_time(starts)).map_err(EventWhenError::StartSkipped)?;
        let ends_at = uk_time::resolve(day.and_time(ends)).map_err(EventWhenError::EndSkipped)?;
        Ok(Self::DateAndTime { first_day: day, starts_at, ends_at })
    }

    /// Minutes from its start to its end, none while the time is not known.
    pub fn minutes(&self) -> Option<i64> {
        self.starts_at().zip(self.ends_at()).map(|(start, end)| (end - start).num_minutes())
    }

    /// How much is known.
    pub fn certainty(&self) -> DateCertainty {
        match self {
            Self::DateAndTime { .. } => DateCertainty::DateAndTime,
            Self::DateOnly(_) => DateCertainty::DateOnly,
            Self::MonthOnly(_) => DateCertainty::MonthOnly,
            Self::ToBeAnnounced => DateCertainty::ToBeAnnounced,
        }
    }

    /// The London day it starts on, or the first of its month; none when nothing is known.
    pub fn first_day(&self) -> Option<NaiveDate> {
        match self {
            Self::DateAndTime { first_day, .. } | Self::DateOnly(first_day) | Self::MonthOnly(first_day) => {
                Some(*first_day)
            }
            Self::ToBeAnnounced => None,
        }
    }

    /// The London day, when the day itself is known.
    pub fn known_day(&self) -> Option<NaiveDate> {
        match self {
            Self::DateAndTime { first_day, .. } | Self::DateOnly(first_day) => Some(*first_day),
            Self::MonthOnly(_) | Self::ToBeAnnounced => None,
        }
    }

    /// The instant it starts, when known.
    pub fn starts_at(&self) -> Option<Instant> {
        match self {
            Self::DateAndTime { starts_at, .. } => Some(*starts_at),
            _ => None,
        }
    }

    /// The instant it ends, exclusive, when known.
    pub fn ends_at(&self) -> Option<Instant> {
        match self {
            Self::DateAndTime { ends_at, .. } => Some(*ends_at),
            _ => None,
        }
    }

    /// The wall times an officer would type for this.
    pub fn wall(&self) -> WallTime {
        let time = |at: Instant| uk_time::london(at).time();
        WallTime { day: self.first_day(), starts: self.starts_at().map(time), ends: self.ends_at().map(time) }
    }

    /// When reminders and cut-offs count from: the start, or 9 in the morning of a day without a time (SES-4).
    pub fn reckoned_start(&self) -> Option<Instant> {
        self.starts_at().or_else(|| {
            let nine = self.known_day()?.and_hms_opt(9, 0, 0)?;
            uk_time::resolve(nine).ok()
        })
    }

    /// The first instant at which it is past: its end, or the midnight after its day or month. None: never by itself.
    pub fn over_at(&self) -> Option<Instant> {
        match self {
            Self::DateAndTime { ends_at, .. } => Some(*ends_at),
            Self::DateOnly(day) => Some(uk_time::start_of_day(*day + Days::new(1))),
            Self::MonthOnly(month) => Some(uk_time::start_of_day(*month + Months::new(1))),
            Self::ToBeAnnounced => None,
        }
    }

    /// Whether it is past at `now`.
    pub fn is_over(&self, now: Instant) -> bool {
        self.over_at().is_some_and(|end| now >= end)
    }

    /// Whether it has started at `now`; a day without a time has started when the day has.
    pub fn has_started(&self, now: Instant) -> bool {
        let start = self.starts_at().or_else(|| self.known_day().map(uk_time::start_of_day));
        start.is_some_and(|start| now >= start) || self.is_over(now)
    }
}

fn first_of_month(day: NaiveDate) -> NaiveDate {
    day.with_day(1).unwrap_or(day)
}

#[cfg(test)]
#[path = "event_when_tests.rs"]
mod tests;
