//! The state of a date, and what is missing from it, in a word or two. Pure.

use chrono::Duration;
use serde::Serialize;

use crate::bookings::event_facts::sale_facts;
use crate::bookings::sale::EventSale;
use crate::bookings::sale_window::NotOnSale;
use crate::events::{EventDetails, EventState};
use crate::kernel::Instant;
use crate::kernel::uk_time::long_date;

/// A word or two with the `tag` component's kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Tag {
    /// The words.
    pub label: &'static str,
    /// The kind.
    pub kind: &'static str,
}

/// A missing joining address becomes urgent this long before the start (LNK-7).
const URGENT: Duration = Duration::hours(24);

/// Where a date stands at `now`; `sale` is none when it takes no bookings.
pub fn state_tag(event: &EventDetails, sale: Option<&EventSale>, now: Instant) -> Tag {
    let tag = |label, kind| Tag { label, kind };
    match event.state {
        EventState::Draft => return tag("Draft", "plain"),
        EventState::Cancelled => return tag("Cancelled", "problem"),
        EventState::Published if event.when.is_over(now) => return tag("Over", "plain"),
        EventState::Published => {}
    }
    let Some(sale) = sale else { return tag("No bookings", "plain") };
    match sale_facts(event, sale).check(now) {
        Ok(()) if sale.places_left() == 0 => tag("Full", "strong"),
        Ok(()) if event.is_private() => tag("Private, open", "done"),
        Ok(()) => tag("On sale", "done"),
        Err(NotOnSale::Closed) => tag("Bookings closed", "plain"),
        Err(NotOnSale::Over) => tag("Running", "plain"),
        Err(_) => tag("Announced, not on sale", "caution"),
    }
}

/// "Link to follow" while people will join online and there is no address yet; a problem from a day before the start.
pub fn link_tag(event: &EventDetails, now: Instant) -> Option<Tag> {
    let is_needed = event.mode.has_online() && event.join_url.is_none();
    if !is_needed || event.is_cancelled() || event.when.is_over(now) {
        return None;
    }
    let is_urgent = event.when.reckoned_start().is_some_and(|start| start - now <= URGENT);
    Some(if is_urgent {
        Tag { label: "Link missing", kind: "problem" }
    } else {
        Tag { label: "Link to follow", kind: "caution" }
    })
}

/// What has to be said about a missing joining address, in a sentence.
pub fn link_words(event: &EventDetails, now: Instant) -> Option<String> {
    link_tag(event, now)?;
    let follows = "The joining address is not set; attendees see “link to follow”";
    Some(match event.link_promised_on {
        Some(day) => format!("{follows}. It is promised for {}.", long_date(day)),
        None => format!("{follows}."),
    })
}

#[cfg(test)]
#[path = "state_tags_tests.rs"]
mod tests;
