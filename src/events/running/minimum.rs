//! The least number of people a date runs with, the instant at which that is decided, and what becomes of it (SES-7). Pure.

use crate::events::{EventDetails, EventWhen};
use crate::kernel::Instant;
use crate::kernel::uk_time::{london, london_date, long_date, resolve, start_of_day};

/// What an officer sets: both, or neither.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Minimum {
    /// How many confirmed places it takes, at least 1.
    pub places: i32,
    /// When that is looked at, inclusive; before the date begins.
    pub decide_at: Instant,
}

/// Why a minimum cannot stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MinimumError {
    /// Nothing can be decided before a day that is not known.
    #[error("Enter the date itself first: the decision comes before it")]
    DayUnknown,
    /// It would be decided when people are there already.
    #[error("Choose a day and time before the date begins")]
    NotBeforeStart,
}

impl Minimum {
    /// Whether it is decided before a date at `when` begins; a day without a time begins with its midnight.
    pub fn check(self, when: &EventWhen) -> Result<(), MinimumError> {
        let begins = when.starts_at().or_else(|| when.known_day().map(start_of_day)).ok_or(MinimumError::DayUnknown)?;
        if self.decide_at < begins { Ok(()) } else { Err(MinimumError::NotBeforeStart) }
    }
}

/// The minimum of a copy of a date: decided as many days before it, at the same time on the wall clock (SES-9). None when either day
/// is not known, or when it could not stand.
pub fn minimum_moved(minimum: Minimum, from: &EventWhen, to: &EventWhen) -> Option<Minimum> {
    let days_between = to.known_day()? - from.known_day()?;
    let wall = london(minimum.decide_at);
    let day = wall.date().checked_add_signed(days_between)?;
    let moved = Minimum { decide_at: resolve(day.and_time(wall.time())).ok()?, ..minimum };
    moved.check(to).ok().map(|()| moved)
}

/// How the decision about a date stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunDecision {
    /// What it takes.
    pub minimum: Minimum,
    /// Since then it is known to run: by an officer, or by itself at the decision.
    pub confirmed_at: Option<Instant>,
    /// At its decision too few had booked; officers were told, and one of them decides.
    pub short_at: Option<Instant>,
}

/// What is to be done about a date now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RunVerdict {
    /// Nothing: it is early, or was decided.
    Leave,
    /// Enough people come: confirm it and tell them.
    Runs,
    /// Too few: tell officers. Nothing is called off by itself.
    Short,
}

impl RunDecision {
    /// Not yet known to run.
    pub fn is_open(&self) -> bool {
        self.confirmed_at.is_none()
    }

    /// What becomes of it at `now` with so many confirmed places. Once it was found short only an officer decides: people who book
    /// later do not overtake somebody who is about to call it off.
    pub fn judge(&self, confirmed_places: u64, now: Instant) -> RunVerdict {
        if self.confirmed_at.is_some() || self.short_at.is_some() || now < self.minimum.decide_at {
            return RunVerdict::Leave;
        }
        let wanted = u64::try_from(self.minimum.places).unwrap_or_default();
        if confirmed_places >= wanted { RunVerdict::Runs } else { RunVerdict::Short }
    }

    /// What people are told at `now`.
    pub fn words(&self, now: Instant) -> String {
        let people =
            if self.minimum.places == 1 { "1 person".to_owned() } else { format!("{} people", self.minimum.places) };
        if self.confirmed_at.is_some() {
            "This date is confirmed to run.".to_owned()
        } else if now < self.minimum.decide_at {
            let day = long_date(london_date(self.minimum.decide_at));
            format!("This date needs {people} to run. We confirm by {day}.")
        } else {
            format!(
                "This date needs {people} to run. We are deciding whether it does, and write to everyone who has booked."
            )
        }
    }
}

impl EventDetails {
    /// Whether it is not yet known to run: how to join is held back until then (SES-7).
    pub fn awaits_decision(&self) -> bool {
        !self.is_cancelled() && self.run.is_some_and(|run| run.is_open())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{DateCertainty, WallTime};

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    fn timed(day: &str) -> EventWhen {
        let typed = WallTime { day: day.parse().ok(), starts: "09:30:00".parse().ok(), ends: "13:00:00".parse().ok() };
        EventWhen::from_wall(DateCertainty::DateAndTime, typed).unwrap()
    }

    fn needs(places: i32, decide_at: &str) -> Minimum {
        Minimum { places, decide_at: at(decide_at) }
    }

    #[test]
    fn ses_7_it_is_decided_before_the_date_begins() {
        let day_only = EventWhen::DateOnly("2026-09-04".parse().unwrap());
        let month = EventWhen::MonthOnly("2026-09-01".parse().unwrap());
        let (late, unknown) = (Err(MinimumError::NotBeforeStart), Err(MinimumError::DayUnknown));
        let table = [
            (timed("2026-09-04"), "2026-09-04T08:29:59Z", Ok(())),
            (timed("2026-09-04"), "2026-09-04T08:30:00Z", late),
            // The day begins at midnight in London, an hour before midnight in UTC.
            (day_only, "2026-09-03T22:59:59Z", Ok(())),
            (day_only, "2026-09-03T23:00:00Z", late),
            (month, "2026-08-01T09:00:00Z", unknown),
            (EventWhen::ToBeAnnounced, "2026-08-01T09:00:00Z", unknown),
        ];
        for (when, decide_at, wanted) in table {
            assert_eq!(needs(8, decide_at).check(&when), wanted, "{when:?} {decide_at}");
        }
    }

    #[test]
    fn ses_7_what_is_decided_at_each_boundary() {
        let open = RunDecision { minimum: needs(8, "2026-08-28T11:00:00Z"), confirmed_at: None, short_at: None };
        let confirmed = RunDecision { confirmed_at: Some(at("2026-08-01T09:00:00Z")), ..open };
        let short = RunDecision { short_at: Some(at("2026-08-28T11:00:00Z")), ..open };
        let table = [
            (open, 8, "2026-08-28T10:59:59.999999Z", RunVerdict::Leave),
            (open, 8, "2026-08-28T11:00:00Z", RunVerdict::Runs),
            (open, 7, "2026-08-28T11:00:00Z", RunVerdict::Short),
            (open, 0, "2026-08-28T11:00:00Z", RunVerdict::Short),
            (open, 9, "2026-08-30T11:00:00Z", RunVerdict::Runs),
            (confirmed, 2, "2026-08-28T11:00:00Z", RunVerdict::Leave),
            (short, 8, "2026-08-29T11:00:00Z", RunVerdict::Leave),
        ];
        for (run, places, now, wanted) in table {
            assert_eq!(run.judge(places, at(now)), wanted, "{run:?} with {places} at {now}");
        }
    }

    #[test]
    fn ses_9_a_copy_is_decided_as_many_days_before_by_the_clock_on_the_wall() {
        let source = needs(8, "2026-09-01T11:00:00Z");
        let table = [
            // Midday in London in winter is midday in UTC.
            (timed("2026-12-04"), Some(needs(8, "2026-12-01T12:00:00Z"))),
            (EventWhen::ToBeAnnounced, None),
        ];
        for (to, wanted) in table {
            assert_eq!(minimum_moved(source, &timed("2026-09-04"), &to), wanted, "{to:?}");
        }
        // Decided on the morning itself, which a copy that has only a day cannot be.
        let same_day = needs(8, "2026-09-04T07:00:00Z");
        let day_only = EventWhen::DateOnly("2026-12-04".parse().unwrap());
        assert_eq!(minimum_moved(same_day, &timed("2026-09-04"), &day_only), None);
    }

    #[test]
    fn ses_7_people_are_told_by_when_and_not_after_it_that_it_is_still_to_come() {
        let open = RunDecision { minimum: needs(8, "2026-08-28T11:00:00Z"), confirmed_at: None, short_at: None };
        let one = RunDecision { minimum: needs(1, "2026-08-28T11:00:00Z"), ..open };
        let confirmed = RunDecision { confirmed_at: Some(at("2026-08-28T11:00:00Z")), ..open };
        let table = [
            (open, "2026-08-28T10:59:59Z", "needs 8 people to run. We confirm by Friday 28 August 2026."),
            (one, "2026-08-28T10:59:59Z", "needs 1 person to run. We confirm by Friday 28 August 2026."),
            (open, "2026-08-28T11:00:00Z", "We are deciding whether it does"),
            (confirmed, "2026-08-28T11:00:00Z", "This date is confirmed to run."),
        ];
        for (run, now, wanted) in table {
            assert!(run.words(at(now)).contains(wanted), "{}", run.words(at(now)));
        }
    }
}
