//! Events as templates see them: words, and machine-readable dates with London's offset (WEB-3, WEB-5).

use chrono::{Datelike, NaiveDate};
use serde::Serialize;

use super::place_words::{capitalised, duration_words, place_words};
use super::venues::{VenueRow, venue_rows};
use super::{EventDetails, EventKind, EventWhen, Facilitator};
use crate::kernel::{Instant, uk_time};

/// The state of an event in a word, as the `tag` component takes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StateTag {
    /// A word or two.
    pub label: &'static str,
    /// The component's kind.
    pub kind: &'static str,
}

/// The course of an event, to link to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CourseLink {
    /// Its page.
    pub href: String,
    /// Its title.
    pub title: String,
}

/// One event in words. The `event_card` component takes these names; `site` and `bookings` add prices and places.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct EventView {
    /// Its page.
    pub href: String,
    /// The end of its address.
    pub slug: String,
    /// Title.
    pub title: String,
    /// One or two sentences; may be empty.
    pub summary: String,
    /// "Half-day course", "Course", "Members’ meeting".
    pub kind: &'static str,
    /// A members' meeting rather than training.
    pub is_meeting: bool,
    /// Over at the time of the page.
    pub is_past: bool,
    /// Called off.
    pub is_cancelled: bool,
    /// Why it was called off.
    pub cancel_reason: Option<String>,
    /// "Thursday"; empty without a known day.
    pub weekday: String,
    /// "4"; empty without a known day.
    pub day: String,
    /// "December 2025"; empty when nothing is known.
    pub month_year: String,
    /// "Thursday 4 December 2025", "December 2025, day to be announced", "Date to be announced".
    pub date_words: String,
    /// "9:30am to 1:00pm (UK time)" or "Time to be confirmed".
    pub when: String,
    /// "Thursday 4 December 2025, 9:30am to 1:00pm (UK time)".
    pub when_words: String,
    /// `2025-12-04T09:30:00+00:00`, or empty.
    pub starts_at: String,
    /// The same for the end, or empty.
    pub ends_at: String,
    /// What structured data takes as the start: with the offset, or the date alone, or empty (WEB-3).
    pub start_for_machines: String,
    /// "online, by Zoom": stands inside a sentence.
    pub place: String,
    /// "Online, by Zoom": begins a line.
    pub place_words: String,
    /// When the address to join is promised for, as long as it is to follow (LNK-7); empty otherwise.
    pub link_words: String,
    /// "This date needs 8 people to run. We confirm by …" or that it is confirmed; empty for a date that runs whoever comes (SES-7).
    pub run_words: String,
    /// "3 hours 30 minutes"; empty while the time is not known.
    pub duration: String,
    /// "3 hours 30 minutes" of professional development; empty when none of it counts.
    pub cpd: String,
    /// There is something to read or prepare before it.
    pub has_resources: bool,
    /// Who leads it.
    pub facilitators: Vec<Facilitator>,
    /// "Ann Lee, Co-Chair, and Sam Okoro", or none.
    pub facilitator: Option<String>,
    /// Its course, when that has a page.
    pub course: Option<CourseLink>,
    /// What people who come to a room need to know (SES-8).
    pub venue: Vec<VenueRow>,
    /// "Cancelled", "Time to be confirmed", "Not yet certain to run", or none.
    pub tag: Option<StateTag>,
}

impl EventView {
    /// In words at `now`.
    pub fn new(event: &EventDetails, now: Instant) -> Self {
        let day = event.when.known_day();
        let place = place_words(event.mode, event.platform, &event.venue);
        Self {
            // A private event has no page of its own (INH-4); whoever looks for it finds the others.
            href: if event.is_private() { "/events".to_owned() } else { format!("/events/{}", event.slug) },
            slug: event.slug.clone(),
            title: event.title.clone(),
            summary: event.summary.clone(),
            kind: kind_words(event),
            is_meeting: event.kind == EventKind::MembersMeeting,
            is_past: event.when.is_over(now),
            is_cancelled: event.is_cancelled(),
            cancel_reason: event.cancel_reason.clone(),
            weekday: day.map(|day| day.format("%A").to_string()).unwrap_or_default(),
            day: day.map(|day| day.day().to_string()).unwrap_or_default(),
            month_year: event.first_day().map(month_words).unwrap_or_default(),
            date_words: date_words(&event.when),
            when: capitalised(&time_words(&event.when)),
            when_words: format!("{}, {}", date_words(&event.when), time_words(&event.when)),
            starts_at: event.starts_at().map(uk_time::rfc3339_london).unwrap_or_default(),
            ends_at: event.ends_at().map(uk_time::rfc3339_london).unwrap_or_default(),
            start_for_machines: start_for_machines(&event.when),
            place_words: capitalised(&place),
            place,
            link_words: link_words(event, now),
            run_words: run_words(event, now),
            duration: event.minutes().map(duration_words).unwrap_or_default(),
            cpd: duration_words(event.cpd_minutes.into()),
            has_resources: !event.resources.is_empty(),
            facilitator: facilitator_words(&event.facilitators),
            facilitators: event.facilitators.clone(),
            course: event
                .course
                .as_ref()
                .filter(|course| course.is_published)
                .map(|course| CourseLink { href: format!("/courses/{}", course.slug), title: course.title.clone() }),
            venue: venue_rows(event),
            tag: state_tag(event, now),
        }
    }
}

/// Until when a page that lists `events` stays true: the next start or end among them, at the latest the next London
/// midnight (D22).
pub fn list_valid_until(events: &[EventDetails], now: Instant) -> Instant {
    let midnight = uk_time::end_of_days_after(uk_time::london_date(now), 0);
    let decided_at = |event: &EventDetails| event.run.map(|run| run.minimum.decide_at);
    let changes =
        events.iter().flat_map(|event| [event.starts_at(), event.when.over_at(), decided_at(event)]).flatten();
    changes.filter(|at| *at > now).fold(midnight, Instant::min)
}

/// Nothing is said of what was called off or is over.
fn run_words(event: &EventDetails, now: Instant) -> String {
    let is_to_come = !event.is_cancelled() && !event.when.is_over(now);
    event.run.filter(|_| is_to_come).map(|run| run.words(now)).unwrap_or_default()
}

/// A day that has passed is not repeated as a promise.
fn link_words(event: &EventDetails, now: Instant) -> String {
    let is_to_follow =
        event.mode.has_online() && event.join_url.is_none() && !event.is_cancelled() && !event.when.is_over(now);
    match event.link_promised_on.filter(|_| is_to_follow) {
        Some(day) if uk_time::london_date(now) <= day => {
            format!("The link to join is to follow, by the end of {}.", uk_time::long_date(day))
        }
        Some(_) => "The link to join is still to follow.".to_owned(),
        None => String::new(),
    }
}

fn kind_words(event: &EventDetails) -> &'static str {
    match (event.kind, event.minutes()) {
        (EventKind::MembersMeeting, _) => "Members’ meeting",
        (EventKind::Training, Some(1..=240)) => "Half-day course",
        (EventKind::Training, _) => "Course",
    }
}

/// "December 2025".
pub fn month_words(day: NaiveDate) -> String {
    day.format("%B %Y").to_string()
}

fn date_words(when: &EventWhen) -> String {
    match when {
        EventWhen::DateAndTime { first_day, .. } | EventWhen::DateOnly(first_day) => uk_time::long_date(*first_day),
        EventWhen::MonthOnly(month) => format!("{}, day to be announced", month_words(*month)),
        EventWhen::ToBeAnnounced => "Date to be announced".to_owned(),
    }
}

fn time_words(when: &EventWhen) -> String {
    match when {
        EventWhen::DateAndTime { starts_at, ends_at, .. } => {
            let times = uk_time::time_range(uk_time::london(*starts_at).time(), uk_time::london(*ends_at).time());
            format!("{times} (UK time)")
        }
        _ => "time to be confirmed".to_owned(),
    }
}

fn start_for_machines(when: &EventWhen) -> String {
    match when {
        EventWhen::DateAndTime { starts_at, .. } => uk_time::rfc3339_london(*starts_at),
        EventWhen::DateOnly(day) => day.to_string(),
        EventWhen::MonthOnly(_) | EventWhen::ToBeAnnounced => String::new(),
    }
}

fn facilitator_words(people: &[Facilitator]) -> Option<String> {
    let name = |who: &Facilitator| match who.post_held.as_str() {
        "" => who.name.clone(),
        post => format!("{}, {post}", who.name),
    };
    let names: Vec<String> = people.iter().map(name).collect();
    match names.as_slice() {
        [] => None,
        [one] => Some(one.clone()),
        [first @ .., last] => Some(format!("{}, and {last}", first.join("; "))),
    }
}

fn state_tag(event: &EventDetails, now: Instant) -> Option<StateTag> {
    if event.is_cancelled() {
        return Some(StateTag { label: "Cancelled", kind: "problem" });
    }
    if event.when.is_over(now) {
        return None;
    }
    if event.starts_at().is_some() {
        return event.awaits_decision().then_some(StateTag { label: "Not yet certain to run", kind: "plain" });
    }
    Some(match event.when {
        EventWhen::DateOnly(_) => StateTag { label: "Time to be confirmed", kind: "plain" },
        _ => StateTag { label: "Date to be announced", kind: "plain" },
    })
}

#[cfg(test)]
#[path = "views_tests.rs"]
mod tests;
