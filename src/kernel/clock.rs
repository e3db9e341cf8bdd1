//! The only place that asks the machine what time it is.
//!
//! `App` holds a [`Clock`]; a use case reads it once and passes `now` down, so that every rule about time
//! can be tested at the very instant it changes.

use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, Duration, Timelike, Utc};

/// A moment in UTC, cut to whole microseconds so that it comes back from any database unchanged.
pub type Instant = DateTime<Utc>;

/// Where "now" comes from.
pub trait Clock: Send + Sync + 'static {
    /// The present moment, in UTC, cut to microseconds.
    fn now(&self) -> Instant;
}

/// Drops whatever is finer than a microsecond.
pub fn cut_to_microseconds(at: Instant) -> Instant {
    let whole = at.nanosecond() / 1_000 * 1_000;
    at.with_nanosecond(whole).unwrap_or(at)
}

/// The machine's own clock.
#[derive(Copy, Clone, Debug, Default)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place that reads the clock")]
    fn now(&self) -> Instant {
        cut_to_microseconds(Utc::now())
    }
}

/// A clock that stands still until told otherwise. Clones share the same hands.
#[derive(Clone, Debug)]
pub struct StoppedClock {
    hands: Arc<Mutex<Instant>>,
}

impl StoppedClock {
    /// A clock stopped at `at`.
    pub fn new(at: Instant) -> Self {
        Self { hands: Arc::new(Mutex::new(cut_to_microseconds(at))) }
    }

    /// Moves the hands to `at`, forwards or backwards.
    pub fn set(&self, at: Instant) {
        self.turn(|_| at);
    }

    /// Moves the hands by `by`.
    pub fn advance(&self, by: Duration) {
        self.turn(|now| now + by);
    }

    fn turn(&self, to: impl FnOnce(Instant) -> Instant) {
        let mut hands = self.hands.lock().unwrap_or_else(PoisonError::into_inner);
        *hands = cut_to_microseconds(to(*hands));
    }
}

impl Clock for StoppedClock {
    fn now(&self) -> Instant {
        *self.hands.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn every_clock_gives_whole_microseconds() {
        let stopped = StoppedClock::new(at("2026-08-28T09:30:00.123456789Z"));

        assert_eq!(stopped.now(), at("2026-08-28T09:30:00.123456Z"));
        assert_eq!(SystemClock.now().nanosecond() % 1_000, 0);
    }

    #[test]
    fn a_stopped_clock_moves_only_when_told_and_its_clones_move_with_it() {
        let clock = StoppedClock::new(at("2026-08-28T09:30:00Z"));
        let same = clock.clone();

        clock.advance(Duration::days(30));
        assert_eq!(same.now(), at("2026-09-27T09:30:00Z"));

        same.set(at("2027-03-28T00:59:59.999999Z"));
        assert_eq!(clock.now(), at("2027-03-28T00:59:59.999999Z"));
    }
}
