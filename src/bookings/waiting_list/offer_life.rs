//! How long an offer from the waiting list lasts, and when there are no offers any more (WTL-5, WTL-12, D5). Pure.

use chrono::{Days, Duration, NaiveDateTime, NaiveTime};

use crate::kernel::uk_time::{london, resolve};
use crate::kernel::{Instant, WorkingDays};

/// An offer lasts this long, unless it would end at an hour at which nobody looks.
pub const OFFER_HOURS: i64 = 48;
/// It ends at least this long before bookings close, so that the next person has time.
pub const HOURS_BEFORE_CLOSING: i64 = 2;
/// This close to the start nobody is waited for: everybody on the list is told at once.
pub const FIRST_COME_HOURS: i64 = 24;
/// An offer that could last no longer than this is not made; who comes first has the place.
pub const SHORTEST_OFFER: Duration = Duration::hours(1);

/// The hours between which an offer may end, London time, both included.
const DAY_BEGINS: u32 = 8;
const DAY_ENDS: u32 = 20;
/// When an offer ends that would have ended at night or on a day off.
const MORNING: u32 = 10;

/// How a free seat goes to the list at an instant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Handing {
    /// One after the other; an offer made now is over at `until` (exclusive, CLK-6).
    InTurn {
        /// The first instant at which it is too late.
        until: Instant,
    },
    /// Everybody who waits is told at once, and the first to take it has it.
    FirstCome,
    /// Bookings are not open just now, such as while the time is not known; nothing is handed out and nobody is sent away.
    Paused,
    /// Bookings have closed, so the list has ended (WTL-12).
    Ended,
}

/// How a seat that is free at `now` goes to the list of an event that begins at `begins` and takes bookings until `closes`,
/// inclusive (CLK-5).
pub fn handing(days: &WorkingDays, now: Instant, begins: Instant, closes: Instant) -> Handing {
    if now > closes || now >= begins {
        return Handing::Ended;
    }
    if begins - now < Duration::hours(FIRST_COME_HOURS) {
        return Handing::FirstCome;
    }
    let until = offer_end(days, now, closes);
    if until - now < SHORTEST_OFFER { Handing::FirstCome } else { Handing::InTurn { until } }
}

/// The end of an offer made at `now`: 48 hours on, no later than two hours before bookings close; and when that is at night, at
/// a weekend or on a bank holiday, ten o'clock on the next working day if that is still in time.
pub fn offer_end(days: &WorkingDays, now: Instant, closes: Instant) -> Instant {
    let latest = closes - Duration::hours(HOURS_BEFORE_CLOSING);
    let end = std::cmp::min(now + Duration::hours(OFFER_HOURS), latest);
    match next_morning(days, london(end)) {
        Some(morning) if morning <= latest => morning,
        _ => end,
    }
}

/// Ten o'clock on the next working day, for an end at which nobody looks; none for one in working hours.
fn next_morning(working: &WorkingDays, end: NaiveDateTime) -> Option<Instant> {
    let at = |hour: u32| NaiveTime::from_hms_opt(hour, 0, 0);
    let is_daytime = at(DAY_BEGINS)? <= end.time() && end.time() <= at(DAY_ENDS)?;
    if is_daytime && working.is_working_day(end.date()) {
        return None;
    }
    let days = (0..30).filter_map(|days| end.date().checked_add_days(Days::new(days)));
    let morning = days
        .filter(|day| working.is_working_day(*day))
        .filter_map(|day| Some(day.and_time(at(MORNING)?)))
        .find(|morning| *morning > end)?;
    resolve(morning).ok()
}

#[cfg(test)]
#[path = "offer_life_tests.rs"]
mod tests;
