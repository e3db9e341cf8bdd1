//! The fields that say when a date is: how certain, which London day, from when to when. Pure.

use chrono::{Duration, NaiveDate, NaiveTime};

use crate::events::{DateCertainty, EventWhen, EventWhenError, WallTime};
use crate::kernel::Instant;
use crate::kernel::uk_time::{end_of_days_after, london, resolve};
use crate::web::{FieldErrors, FormView, Posted};

/// The fields, in the order of the page.
pub const FIELDS: [&str; 5] = ["certainty", "starts_on", "starts_at", "ends_at", "past_ok"];

/// What is said of a date that is over.
pub const PAST_WARNING: &str = "This date has passed. Change it, or tick the box below to enter it all the same";

/// Why a typed day or time was not read, in words for the person who typed it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotReadable {
    /// Not a calendar date.
    #[error("Enter a date that exists, like 2026-09-04 or 4/9/2026")]
    Date,
    /// Not a time of day.
    #[error("Enter a time like 09:30 or 13:00")]
    Time,
}

/// A day as browsers send it (`2026-09-04`) or as people type it here (`4/9/2026`). Empty is none.
pub fn read_day(typed: &str) -> Result<Option<NaiveDate>, NotReadable> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let is_plain = typed.len() <= 10 && typed.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'-' | b'/'));
    let formats = ["%Y-%m-%d", "%d/%m/%Y"];
    let read = formats.iter().find_map(|format| NaiveDate::parse_from_str(typed, format).ok());
    read.filter(|_| is_plain).map(Some).ok_or(NotReadable::Date)
}

/// A wall time as browsers send it (`09:30`). Empty is none.
pub fn read_time(typed: &str) -> Result<Option<NaiveTime>, NotReadable> {
    let typed = typed.trim();
    if typed.is_empty() {
        return Ok(None);
    }
    let is_plain = typed.len() <= 8 && typed.bytes().all(|byte| byte.is_ascii_digit() || byte == b':');
    let formats = ["%H:%M", "%H:%M:%S"];
    let read = formats.iter().find_map(|format| NaiveTime::parse_from_str(typed, format).ok());
    read.filter(|_| is_plain).map(Some).ok_or(NotReadable::Time)
}

/// When the date is, or what is wrong with each field. Without a typed end, a course's own length gives it.
pub fn read_when(posted: &Posted, course_minutes: Option<i32>, errors: &mut FieldErrors) -> Option<EventWhen> {
    let Some(certainty) = DateCertainty::parse(posted.get("certainty")) else {
        errors.add("certainty", "Say how much is known about the date");
        return None;
    };
    let needs_time = certainty == DateCertainty::DateAndTime;
    let needs_day = certainty != DateCertainty::ToBeAnnounced;
    let day = if needs_day { errors.check("starts_on", read_day(posted.get("starts_on")))? } else { None };
    let mut time = |field| if needs_time { errors.check(field, read_time(posted.get(field))) } else { Some(None) };
    let (starts, ends) = time("starts_at").zip(time("ends_at"))?;
    let ends = ends.or_else(|| end_by_length(starts?, course_minutes?));
    match EventWhen::from_wall(certainty, WallTime { day, starts, ends }) {
        Ok(when) => Some(when),
        Err(error) => {
            errors.add(field_of(error), error.to_string());
            None
        }
    }
}

/// The end of a sitting of `minutes`, when that is still the same day.
fn end_by_length(starts: NaiveTime, minutes: i32) -> Option<NaiveTime> {
    let (ends, days_over) = starts.overflowing_add_signed(Duration::minutes(i64::from(minutes)));
    (days_over == 0).then_some(ends)
}

/// The field a refusal belongs beside.
fn field_of(error: EventWhenError) -> &'static str {
    match error {
        EventWhenError::DayMissing | EventWhenError::DayOutOfRange => "starts_on",
        EventWhenError::StartMissing | EventWhenError::StartSkipped(_) => "starts_at",
        EventWhenError::EndMissing | EventWhenError::EndNotAfterStart | EventWhenError::EndSkipped(_) => "ends_at",
    }
}

/// A date that is over is mostly a slip of the year: it stands only when the officer says that it is meant.
pub fn warn_of_past(posted: &Posted, when: &EventWhen, now: Instant, errors: &mut FieldErrors) {
    if when.is_over(now) && !posted.has("past_ok") {
        errors.add("starts_on", PAST_WARNING);
    }
}

/// An own closing instant from a day and a time; a day alone means the whole of it. None: the usual one.
pub fn read_closing(posted: &Posted, when: Option<&EventWhen>, errors: &mut FieldErrors) -> Option<Instant> {
    let day = errors.check("closes_on", read_day(posted.get("closes_on")))?;
    let time = errors.check("closes_at", read_time(posted.get("closes_at")))?;
    let closes = match (day, time) {
        (None, None) => return None,
        (None, Some(_)) => {
            errors.add("closes_on", "Enter the day on which bookings close, or empty the time beside it");
            return None;
        }
        // The last instant of the day: a closing instant is the last at which bookings are taken (CLK-5).
        (Some(day), None) => end_of_days_after(day, 0) - Duration::microseconds(1),
        (Some(day), Some(time)) => errors.check("closes_at", resolve(day.and_time(time)))?,
    };
    if when.and_then(EventWhen::over_at).is_some_and(|over| closes >= over) {
        errors.add("closes_on", "Bookings must close before the event is over");
        return None;
    }
    Some(closes)
}

/// Fills the fields from a stored time.
pub fn fill_when(form: &mut FormView, when: &EventWhen) {
    let wall = when.wall();
    form.set("certainty", when.certainty().word());
    form.set("starts_on", wall.day.map(|day| day.to_string()).unwrap_or_default());
    form.set("starts_at", wall.starts.map(time_words).unwrap_or_default());
    form.set("ends_at", wall.ends.map(time_words).unwrap_or_default());
}

/// Fills the closing fields from a stored instant; the last instant of a day is shown as the day alone.
pub fn fill_closing(form: &mut FormView, closes_at: Option<Instant>) {
    let Some(closes_at) = closes_at else { return };
    let wall = london(closes_at);
    form.set("closes_on", wall.date().to_string());
    if wall.time() < LAST_MINUTE {
        form.set("closes_at", time_words(wall.time()));
    }
}

const LAST_MINUTE: NaiveTime = match NaiveTime::from_hms_opt(23, 59, 0) {
    Some(time) => time,
    None => NaiveTime::MIN,
};

fn time_words(time: NaiveTime) -> String {
    time.format("%H:%M").to_string()
}

#[cfg(test)]
#[path = "when_fields_tests.rs"]
mod tests;
