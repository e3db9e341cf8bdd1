//! A changed event as it was before, in words.

use entity::event_change;

use crate::events::{DateCertainty, EventDetails, EventMode, EventView, EventWhen, Platform};
use crate::kernel::Instant;

/// The event as it was before the change: the same but for what changed.
pub fn as_before(event: &EventDetails, change: &event_change::Model) -> EventDetails {
    EventDetails {
        title: change.old_title.clone(),
        when: old_when(change),
        mode: EventMode::parse(&change.old_mode).unwrap_or(event.mode),
        platform: Platform::parse(&change.old_platform).unwrap_or(event.platform),
        venue: change.old_venue.clone(),
        parts: Vec::new(),
        ..event.clone()
    }
}

/// The date and time before.
pub fn old_when(change: &event_change::Model) -> EventWhen {
    let certainty = DateCertainty::parse(&change.old_certainty).unwrap_or(DateCertainty::ToBeAnnounced);
    match (certainty, change.old_first_day, change.old_starts_at, change.old_ends_at) {
        (DateCertainty::DateAndTime, Some(first_day), Some(starts_at), Some(ends_at)) => {
            EventWhen::DateAndTime { first_day, starts_at, ends_at }
        }
        (DateCertainty::DateOnly, Some(day), _, _) => EventWhen::DateOnly(day),
        (DateCertainty::MonthOnly, Some(month), _, _) => EventWhen::MonthOnly(month),
        _ => EventWhen::ToBeAnnounced,
    }
}

/// What is different, a sentence each: "It was Friday 4 September 2026, 9:30am to 1:00pm (UK time)."
pub fn differences(before: &EventDetails, after: &EventDetails, now: Instant) -> Vec<String> {
    let (old, new) = (EventView::new(before, now), EventView::new(after, now));
    let mut words = Vec::new();
    if old.when_words != new.when_words {
        words.push(format!("It was {}; it is now {}.", old.when_words, new.when_words));
    }
    if old.place != new.place {
        words.push(format!("It was to take place {}; it now takes place {}.", old.place, new.place));
    }
    if old.title != new.title {
        words.push(format!("It was called “{}”; it is now called “{}”.", old.title, new.title));
    }
    words
}
