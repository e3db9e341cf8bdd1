//! Calendar entries that go with a message (CAL-1 to CAL-4).

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::message::PersonalLink;
use crate::kernel::Instant;

/// One calendar entry for one place. The same `uid` with a higher `sequence` replaces what was sent before.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CalendarFile {
    /// New or changed, or taken away.
    pub method: CalendarMethod,
    /// Constant for the life of a place (CAL-1), such as `place-42@nairo.example.org`.
    pub uid: String,
    /// 0 at first; rises by one with each change of start, end, mode, and with cancellation (CAL-2).
    pub sequence: i32,
    /// What the entry is called.
    pub title: String,
    /// When it begins.
    pub starts: CalendarTime,
    /// When it ends: an exclusive instant, or the last day (inclusive). Must be of the same kind as `starts`.
    pub ends: CalendarTime,
    /// Where, in words; never the raw joining address (D16).
    pub location: String,
    /// Plain text; lines are kept.
    pub description: String,
    /// Date or time may still change.
    pub tentative: bool,
    /// The attendee's own page, put into the entry with a note not to forward it (CAL-4).
    pub page: Option<PersonalLink>,
    /// An entry of another date that this one stands in for: a CANCEL of it goes with the same message (TRF-5).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub replaces: Option<Box<CalendarFile>>,
    /// Entries of other dates in the same file. Several entries are no invitation (all parts of one REQUEST have one UID, RFC 5546
    /// 3.2.2), so they are published: one file to be taken over at once. Later changes of each find it by its UID.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub and_more: Vec<CalendarFile>,
}

/// What the entry does to the recipient's calendar (CAL-3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CalendarMethod {
    /// Add or change it.
    Request,
    /// Take it away.
    Cancel,
}

/// An instant, or a whole London day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CalendarTime {
    /// A moment in UTC.
    At(Instant),
    /// The whole of this calendar day.
    Day(NaiveDate),
}
