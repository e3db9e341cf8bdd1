//! Writes a calendar entry as iCalendar text (RFC 5545): CRLF, lines of at most 75 octets, times in UTC. One invitation for
//! one recipient, or, without a recipient, a file to download.

use chrono::NaiveDate;
use icalendar::{Calendar, Component, Event, EventLike, EventStatus, Property};

use super::calendar::{CalendarFile, CalendarMethod, CalendarTime};
use crate::kernel::{Instant, uk_time};

/// The most octets a line may have, its line break not counted.
const LONGEST_LINE: usize = 75;
/// The METHOD of a file that is no invitation.
pub(super) const PUBLISH: &str = "PUBLISH";

/// Somebody in a calendar entry.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalendarParty {
    /// Shown by calendars.
    pub name: String,
    /// Email address.
    pub address: String,
}

impl CalendarMethod {
    /// The word of the METHOD property and of the mail part's header, which must agree (CAL-3).
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Request => "REQUEST",
            Self::Cancel => "CANCEL",
        }
    }
}

/// The text of `file`. `page` is the attendee's own page; `attendee` none makes a download (METHOD:PUBLISH). `made_at`
/// tells calendars which of two copies of one sequence is newer.
pub fn calendar_text(
    file: &CalendarFile,
    page: Option<&str>,
    organiser: &CalendarParty,
    attendee: Option<&CalendarParty>,
    made_at: Instant,
) -> String {
    let method = if attendee.is_some() { file.method.word() } else { PUBLISH };
    let mut event = event_of(file, page, made_at);
    event.append_property(party("ORGANIZER", organiser).done());
    if let Some(attendee) = attendee {
        let answered =
            [("CUTYPE", "INDIVIDUAL"), ("PARTSTAT", "ACCEPTED"), ("ROLE", "REQ-PARTICIPANT"), ("RSVP", "FALSE")];
        let mut property = party("ATTENDEE", attendee);
        for (name, value) in answered {
            property.add_parameter(name, value);
        }
        event.append_multi_property(property.done());
    }
    calendar_of(method, None, [event.done()])
}

/// Several entries of one recipient in one file (METHOD:PUBLISH), each with the attendee's own page.
pub fn several_entries_text(
    entries: &[(&CalendarFile, Option<String>)],
    organiser: &CalendarParty,
    made_at: Instant,
) -> String {
    let events = entries.iter().map(|(file, page)| {
        let mut event = event_of(file, page.as_deref(), made_at);
        event.append_property(party("ORGANIZER", organiser).done());
        event.done()
    });
    calendar_of(PUBLISH, None, events)
}

/// A calendar to subscribe to: what is public, for everybody (METHOD:PUBLISH). Each entry comes with the address of its page.
pub fn calendar_feed_text(
    name: &str,
    entries: &[(CalendarFile, String)],
    organiser: &CalendarParty,
    made_at: Instant,
) -> String {
    let events = entries.iter().map(|(file, page)| {
        let mut event = event_of(file, None, made_at);
        event.append_property(Property::new("URL", page)).append_property(party("ORGANIZER", organiser).done());
        event.done()
    });
    calendar_of(PUBLISH, Some(name), events)
}

fn calendar_of(method: &str, name: Option<&str>, events: impl IntoIterator<Item = Event>) -> String {
    let mut calendar = Calendar::empty();
    let head = [("VERSION", "2.0"), ("PRODID", "-//NAIRO//nairo//EN"), ("CALSCALE", "GREGORIAN"), ("METHOD", method)];
    for (property, value) in head {
        calendar.append_property(Property::new(property, value));
    }
    if let Some(name) = name {
        calendar.name(&one_line(name));
    }
    for event in events {
        calendar.push(event);
    }
    fold(&calendar.to_string())
}

fn event_of(file: &CalendarFile, page: Option<&str>, made_at: Instant) -> Event {
    let mut event = Event::new();
    event
        .uid(&one_line(&file.uid))
        .sequence(u32::try_from(file.sequence).unwrap_or(0))
        .timestamp(made_at)
        .summary(&one_line(&file.title))
        .location(&one_line(&file.location))
        .description(&description(file, page));
    event.status(match (file.method, file.tentative) {
        (CalendarMethod::Cancel, _) => EventStatus::Cancelled,
        (CalendarMethod::Request, true) => EventStatus::Tentative,
        (CalendarMethod::Request, false) => EventStatus::Confirmed,
    });
    if let Some(page) = page {
        event.append_property(Property::new("URL", page));
    }
    match (file.starts, file.ends) {
        (CalendarTime::At(start), end) => {
            let end = match end {
                CalendarTime::At(end) => end,
                CalendarTime::Day(last) => uk_time::end_of_days_after(last, 0),
            };
            event.append_property(Property::new("DTSTART", utc(start)));
            if end > start {
                event.append_property(Property::new("DTEND", utc(end)));
            }
        }
        (CalendarTime::Day(first), end) => {
            let last = match end {
                CalendarTime::Day(last) => last,
                CalendarTime::At(end) => uk_time::london_date(end),
            };
            let after = std::cmp::max(first, last).succ_opt().unwrap_or(last);
            event.append_property(day("DTSTART", first));
            event.append_property(day("DTEND", after));
        }
    }
    event
}

fn description(file: &CalendarFile, page: Option<&str>) -> String {
    let mut text = lines(&file.description);
    if let Some(page) = page {
        text.push_str("\n\nYour own page for this event: ");
        text.push_str(page);
        text.push_str("\nIt is yours alone. Please do not forward it.");
    }
    text.trim().to_owned()
}

fn party(property: &str, party: &CalendarParty) -> Property {
    let address = one_line(&party.address).replace([' ', '"'], "");
    let mut property = Property::new(property, format!("mailto:{address}"));
    // A quotation mark may not stand in a parameter at all.
    let name = one_line(&party.name).replace('"', "'");
    property.add_parameter("CN", if name.is_empty() { &address } else { &name });
    property.done()
}

fn utc(at: Instant) -> String {
    at.format("%Y%m%dT%H%M%SZ").to_string()
}

fn day(property: &str, day: NaiveDate) -> Property {
    Property::new(property, day.format("%Y%m%d").to_string()).add_parameter("VALUE", "DATE").done()
}

fn one_line(text: &str) -> String {
    text.split(char::is_control).collect::<Vec<_>>().join(" ").trim().to_owned()
}

fn lines(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    text.chars().filter(|c| *c == '\n' || !c.is_control()).collect()
}

/// Folds again from scratch: the crate lets a last line have 76 octets.
fn fold(text: &str) -> String {
    let mut out = String::with_capacity(text.len() + text.len() / 30);
    for line in text.replace("\r\n ", "").split_terminator("\r\n") {
        let mut length = 0;
        for letter in line.chars() {
            if length + letter.len_utf8() > LONGEST_LINE {
                out.push_str("\r\n ");
                length = 1;
            }
            out.push(letter);
            length += letter.len_utf8();
        }
        out.push_str("\r\n");
    }
    out
}
