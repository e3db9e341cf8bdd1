//! An event as the rest of the program knows it.

use chrono::NaiveDate;
use serde::Serialize;

use super::courses::CourseId;
use super::running::RunDecision;
use super::venues::VenueDetails;
use super::{DateCertainty, EventKind, EventMode, EventState, EventWhen, JoinUrl, Platform, Visibility};
use crate::kernel::Instant;

/// Which event.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct EventId(pub i64);

impl std::fmt::Display for EventId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

/// Who leads an event, as printed; the post is the one held then.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Facilitator {
    /// Full name.
    pub name: String,
    /// Post held, such as "Co-Chair"; may be empty.
    pub post_held: String,
    /// The person's record, when known.
    #[serde(skip)]
    pub person_id: Option<i64>,
}

/// A sitting of an event (SES-5). An event with a time has at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventPart {
    /// From 1.
    pub position: i32,
    /// Empty for the only part.
    pub title: String,
    /// UTC.
    pub starts_at: Instant,
    /// UTC, exclusive.
    pub ends_at: Instant,
}

/// The course an event is a date of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseOfEvent {
    /// Which course.
    pub id: CourseId,
    /// The end of its address.
    pub slug: String,
    /// Its title today.
    pub title: String,
    /// Whether its page is on the site.
    pub is_published: bool,
}

/// Everything stored about one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventDetails {
    /// Which event.
    pub id: EventId,
    /// The end of its address; fixed once published.
    pub slug: String,
    /// The course, for training.
    pub course: Option<CourseOfEvent>,
    /// Training or members' meeting.
    pub kind: EventKind,
    /// Title.
    pub title: String,
    /// One or two sentences for lists.
    pub summary: String,
    /// Markdown, copied from the course when created (SES-1).
    pub description: String,
    /// When, and how certain.
    pub when: EventWhen,
    /// Online, in person or either.
    pub mode: EventMode,
    /// The video service.
    pub platform: Platform,
    /// The house and its town; may be empty.
    pub venue: String,
    /// What else people who come to it need to know (SES-8).
    pub venue_details: VenueDetails,
    /// The meeting's own address; never published or mailed (D16).
    pub join_url: Option<JoinUrl>,
    /// The London day by which the address is promised, while it is "to follow" (LNK-7).
    pub link_promised_on: Option<NaiveDate>,
    /// How much of it counts as professional development, copied from the course when created (SES-1).
    pub cpd_minutes: i32,
    /// Reading and preparation; Markdown, copied from the course when created (SES-1).
    pub resources: String,
    /// Draft, published or cancelled.
    pub state: EventState,
    /// Who may find it.
    pub visibility: Visibility,
    /// First put on the site.
    pub published_at: Option<Instant>,
    /// Called off.
    pub cancelled_at: Option<Instant>,
    /// Why, in the officer's words for the public.
    pub cancel_reason: Option<String>,
    /// Rises with each change that calendars must hear of (RFC 5546 SEQUENCE).
    pub calendar_sequence: i32,
    /// Rises with each change of any kind; two editors cannot overwrite each other.
    pub version: i32,
    /// What it takes to run, and whether it does; none for a date that runs whoever comes (SES-7).
    pub run: Option<RunDecision>,
    /// In printing order.
    pub facilitators: Vec<Facilitator>,
    /// In time order; empty while the time is not known.
    pub parts: Vec<EventPart>,
}

impl EventDetails {
    /// How much is known about the date.
    pub fn certainty(&self) -> DateCertainty {
        self.when.certainty()
    }

    /// The London day it starts on (for a month: its first day).
    pub fn first_day(&self) -> Option<NaiveDate> {
        self.when.first_day()
    }

    /// The instant it starts, when known.
    pub fn starts_at(&self) -> Option<Instant> {
        self.when.starts_at()
    }

    /// The instant it ends, when known.
    pub fn ends_at(&self) -> Option<Instant> {
        self.when.ends_at()
    }

    /// Whether it was called off.
    pub fn is_cancelled(&self) -> bool {
        self.state == EventState::Cancelled
    }

    /// Whether it is on the site and goes ahead.
    pub fn is_published(&self) -> bool {
        self.state == EventState::Published
    }

    /// Whether only those who hold a link may find it (INH-4).
    pub fn is_private(&self) -> bool {
        self.visibility == Visibility::Private
    }

    /// Minutes taught: the sum of its parts, none while the time is not known.
    pub fn minutes(&self) -> Option<i64> {
        if self.parts.is_empty() {
            return self.when.minutes();
        }
        Some(self.parts.iter().map(|part| (part.ends_at - part.starts_at).num_minutes()).sum())
    }
}
