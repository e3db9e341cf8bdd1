//! What people who come to a room need to know (SES-8): which room, where the house is, how to get there, how accessible it is, and
//! when to arrive. All of it is public wherever the date is.

mod queries;
mod store;

use chrono::Duration;
use sea_orm::ConnectionTrait;
use serde::Serialize;
use serde_json::{Value, json};

pub(in crate::events) use queries::with_venues;

use super::{EventDetails, EventId};
use crate::audit::{self, Actor, Entry};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected, uk_time};

/// See the module. Every text may be empty; the name of the house stands with the event itself.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct VenueDetails {
    /// "Garden Room, first floor".
    pub room: String,
    /// Street, town and postcode.
    pub address: String,
    /// How to get there.
    pub travel: String,
    /// Step-free ways, hearing loops, quiet rooms, where to park.
    pub access: String,
    /// From how many minutes before the start people are let in.
    pub arrive_minutes: Option<i32>,
}

/// One thing to know, for pages and letters.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct VenueRow {
    /// "Getting there".
    pub label: &'static str,
    /// In words.
    pub value: String,
}

impl VenueDetails {
    /// Whether nothing is known yet.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }

    fn audit_values(&self) -> Value {
        json!({
            "room": self.room,
            "address": self.address,
            "travel": self.travel,
            "access": self.access,
            "arrive_minutes": self.arrive_minutes,
        })
    }
}

/// Everything known of the room of a date, line by line; nothing for a date online.
pub fn venue_rows(event: &EventDetails) -> Vec<VenueRow> {
    if !event.mode.has_room() {
        return Vec::new();
    }
    let details = &event.venue_details;
    let rows = [
        ("Venue", event.venue.clone()),
        ("Room", details.room.clone()),
        ("Address", details.address.clone()),
        ("Arrive", arrive_words(event)),
        ("Getting there", details.travel.clone()),
        ("Access", details.access.clone()),
    ];
    rows.into_iter().filter(|(_, value)| !value.is_empty()).map(|(label, value)| VenueRow { label, value }).collect()
}

/// House, room and address in one line, for calendars; empty while nothing is known.
pub fn venue_line(event: &EventDetails) -> String {
    let parts = [&event.venue, &event.venue_details.room, &event.venue_details.address];
    parts.into_iter().filter(|part| !part.is_empty()).map(String::as_str).collect::<Vec<_>>().join(", ")
}

/// "From 9:00am (UK time)"; without a time, how long before the start; empty when it is not said.
fn arrive_words(event: &EventDetails) -> String {
    let Some(minutes) = event.venue_details.arrive_minutes else { return String::new() };
    match event.starts_at() {
        Some(starts) => {
            let from = uk_time::london(starts - Duration::minutes(minutes.into())).time();
            format!("From {} (UK time)", uk_time::clock_time(from))
        }
        None => format!("From {minutes} minutes before the start"),
    }
}

/// Writes what is known of a date's room, with the audit entry, when it is something else than before.
pub async fn set_venue(
    tx: &impl ConnectionTrait,
    id: EventId,
    details: &VenueDetails,
    by: Actor,
    now: Instant,
) -> Result<(), Unexpected> {
    let before = queries::find_venue(tx, id).await?;
    if before == *details {
        return Ok(());
    }
    store::replace_venue(tx, id, details).await.context("the venue of an event")?;
    let entry = Entry {
        actor: by,
        action: "event.venue_changed",
        subject_kind: "event",
        subject_id: id.0,
        reason: None,
        values: Some((before.audit_values(), details.audit_values())),
    };
    Ok(audit::record(tx, entry, now).await?)
}

#[cfg(test)]
#[path = "venues_tests.rs"]
mod tests;
