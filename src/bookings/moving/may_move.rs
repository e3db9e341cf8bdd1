//! Whether the booker may move a place to another date by their own hand (TRF-1, REF-18, REF-19). Pure.

use crate::bookings::refund_policy::EventDates;
use crate::kernel::Instant;
use crate::kernel::uk_time::end_of_days_before;

/// Self-service ends with this many London days before the first day (TRF-1, counted by D1).
pub const MOVE_DAYS_BEFORE: u32 = 7;

/// What the decision depends on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MoveFacts {
    /// The current event.
    pub dates: EventDates,
    /// It has been moved by the booker's own hand before.
    pub moved_before: bool,
    /// A bank questions the payment.
    pub is_disputed: bool,
    /// The choice we gave by moving the event ourselves is open (REF-13): then self-service is as well.
    pub has_choice: bool,
    /// An officer acts.
    pub by_officer: bool,
}

/// Why not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MayNotMove {
    /// REF-18.
    #[error("The event has started, so places can no longer be moved here. Write to us and we will look at it.")]
    Started,
    /// TRF-1: past the last day.
    #[error(
        "A place can be moved here until the end of the day 7 days before the event. That day has passed. You can still name another person for the place, or write to us and ask."
    )]
    TooLate,
    /// TRF-1: once.
    #[error(
        "This place has been moved once already. To move it again, write to us; you can still name another person."
    )]
    MovedBefore,
    /// REF-19.
    #[error(
        "The bank that paid is looking into the payment for this booking, so it cannot be moved here. Write to us and quote the booking’s reference; we answer when the bank has decided."
    )]
    Disputed,
}

impl MayNotMove {
    /// The word kept with the request (REF-22).
    pub fn word(self) -> &'static str {
        match self {
            Self::Started => "started",
            Self::TooLate => "too_late",
            Self::MovedBefore => "moved_before",
            Self::Disputed => "disputed",
        }
    }
}

impl MoveFacts {
    /// `Ok` while a move is allowed. Officers move at any time; that is in the audit (REF-18).
    pub fn check(self, now: Instant) -> Result<(), MayNotMove> {
        if self.by_officer {
            return Ok(());
        }
        if now >= self.dates.started_from() {
            return Err(MayNotMove::Started);
        }
        if self.is_disputed {
            return Err(MayNotMove::Disputed);
        }
        if self.has_choice {
            return Ok(());
        }
        if self.moved_before {
            return Err(MayNotMove::MovedBefore);
        }
        if now < self.until() { Ok(()) } else { Err(MayNotMove::TooLate) }
    }

    /// The first instant at which the booker can no longer move it.
    pub fn until(self) -> Instant {
        std::cmp::min(end_of_days_before(self.dates.first_day, MOVE_DAYS_BEFORE), self.dates.started_from())
    }
}

#[cfg(test)]
mod tests {
    use chrono::Duration;

    use super::*;

    fn facts() -> MoveFacts {
        let dates = EventDates {
            first_day: "2026-10-29".parse().unwrap(),
            starts_at: Some("2026-10-29T09:30:00Z".parse().unwrap()),
        };
        MoveFacts { dates, moved_before: false, is_disputed: false, has_choice: false, by_officer: false }
    }

    fn at(text: &str) -> Instant {
        text.parse().unwrap()
    }

    #[test]
    fn trf_1_until_the_end_of_the_seventh_day_before() {
        let last = at("2026-10-22T23:00:00Z");
        assert_eq!(facts().check(last - Duration::microseconds(1)), Ok(()));
        assert_eq!(facts().check(last), Err(MayNotMove::TooLate));
        assert_eq!(facts().check(at("2026-10-29T09:30:00Z")), Err(MayNotMove::Started));
    }

    #[test]
    fn trf_1_once_by_oneself_and_by_staff_at_any_time() {
        let early = at("2026-10-01T09:00:00Z");
        let again = MoveFacts { moved_before: true, ..facts() };
        assert_eq!(again.check(early), Err(MayNotMove::MovedBefore));
        for now in [early, at("2026-10-25T09:00:00Z"), at("2026-11-25T09:00:00Z")] {
            assert_eq!(MoveFacts { by_officer: true, is_disputed: true, ..again }.check(now), Ok(()));
        }
    }

    #[test]
    fn ref_13_whom_we_moved_may_move_until_the_choice_ends() {
        let late = at("2026-10-25T09:00:00Z");
        let moved = MoveFacts { has_choice: true, moved_before: true, ..facts() };
        assert_eq!(moved.check(late), Ok(()));
        assert_eq!(moved.check(at("2026-10-29T09:30:00Z")), Err(MayNotMove::Started));
    }

    #[test]
    fn ref_19_not_while_a_bank_looks_into_the_payment() {
        let disputed = MoveFacts { is_disputed: true, has_choice: true, ..facts() };
        assert_eq!(disputed.check(at("2026-10-01T09:00:00Z")), Err(MayNotMove::Disputed));
    }
}
