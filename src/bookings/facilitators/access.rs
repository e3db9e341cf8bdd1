//! How long a facilitator sees what attendees need (TRN-5). Pure.

use crate::bookings::needs::deadlines::days_after_date;
use crate::events::{EventDetails, EventState};
use crate::kernel::Instant;

/// Whole London days after the date.
pub const ACCESS_DAYS: u32 = 28;

/// What somebody with an account may see of a date's needs.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Sees {
    /// The date is not theirs: for them it does not exist.
    Nothing,
    /// It was theirs, and too long ago.
    NoLonger,
    /// What people need in the room.
    Needs,
}

/// The first instant at which a facilitator sees nothing more; none while the date has no day.
pub fn access_ends_at(event: &EventDetails) -> Option<Instant> {
    days_after_date(event.when.over_at(), event.cancelled_at, ACCESS_DAYS)
}

/// What this person sees of this date.
pub fn sees(event: &EventDetails, person_id: i64, now: Instant) -> Sees {
    let leads = event.facilitators.iter().any(|who| who.person_id == Some(person_id));
    if !leads || event.state == EventState::Draft {
        Sees::Nothing
    } else if access_ends_at(event).is_some_and(|end| now >= end) {
        Sees::NoLonger
    } else {
        Sees::Needs
    }
}

#[cfg(test)]
#[path = "access_tests.rs"]
mod tests;
