//! Changes an event that is not cancelled, if nobody else changed it meanwhile. Says what moved, so that `bookings` can
//! tell the people booked.

use sea_orm::ConnectionTrait;

use super::changed_values::differing;
use super::{EventContent, EventDetails, EventId, EventState, EventWhen, queries, store};
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Unexpected};
use crate::unexpected_from;

/// What became of the date and time.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum WhenChange {
    /// As before.
    #[default]
    Same,
    /// A time became known that was not (SES-4): no refund right, but one notice and a calendar update.
    Announced,
    /// What was known is otherwise now.
    Moved,
}

/// What differs from before, as far as people booked should hear of it.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub struct EventChanges {
    /// The date and time.
    pub when: WhenChange,
    /// Another place, or another way of taking part.
    pub place_changed: bool,
    /// Another title.
    pub title_changed: bool,
}

impl WhenChange {
    fn between(before: &EventWhen, after: &EventWhen) -> Self {
        let same_day = before.known_day().is_none_or(|day| Some(day) == after.known_day());
        if before == after {
            Self::Same
        } else if before.starts_at().is_none() && after.starts_at().is_some() && same_day {
            Self::Announced
        } else {
            Self::Moved
        }
    }
}

impl EventChanges {
    /// Between two contents.
    pub fn between(before: &EventContent, after: &EventContent) -> Self {
        Self {
            when: WhenChange::between(&before.when, &after.when),
            place_changed: (before.mode, before.platform, &before.venue) != (after.mode, after.platform, &after.venue),
            title_changed: before.title != after.title,
        }
    }

    /// Whether calendars must hear of it.
    pub fn any(self) -> bool {
        self.when != WhenChange::Same || self.place_changed || self.title_changed
    }
}

/// Why an event was not changed.
#[derive(Debug, thiserror::Error)]
pub enum UpdateEventError {
    /// Somebody saved it since this officer opened the form.
    #[error("the event was changed meanwhile")]
    ChangedMeanwhile,
    /// A cancelled event stays as it was.
    #[error("the event is cancelled")]
    Cancelled,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(UpdateEventError);

/// Writes the new content over version `expected` in the caller's transaction.
pub async fn update_event(
    tx: &impl ConnectionTrait,
    (id, expected): (EventId, i32),
    content: EventContent,
    by: Actor,
    now: Instant,
) -> Result<EventChanges, UpdateEventError> {
    let event = queries::load_event(tx, id).await?;
    if event.is_cancelled() {
        return Err(UpdateEventError::Cancelled);
    }
    let before = event.content();
    let changes = EventChanges::between(&before, &content);
    let slug = match event.state {
        EventState::Draft => store::free_slug(tx, id, &content.slug_stem()).await?,
        _ => event.slug.clone(),
    };
    let row = store::ChangedEvent { slug: &slug, content: &content, tell_calendars: changes.any() };
    if event.version != expected || !store::claim_update(tx, id, expected, row, now).await? {
        return Err(UpdateEventError::ChangedMeanwhile);
    }
    store::replace_parts(tx, id, &content.when).await?;
    store::replace_facilitators(tx, id, &content.facilitators).await?;
    let entry = Entry {
        actor: by,
        action: "event.changed",
        subject_kind: "event",
        subject_id: id.0,
        reason: None,
        values: Some(differing(&before.audit_values(), &content.audit_values())),
    };
    audit::record(tx, entry, now).await?;
    Ok(changes)
}

impl EventDetails {
    /// The part of an event that officers write.
    pub fn content(&self) -> EventContent {
        EventContent {
            title: self.title.clone(),
            summary: self.summary.clone(),
            description: self.description.clone(),
            when: self.when,
            mode: self.mode,
            platform: self.platform,
            venue: self.venue.clone(),
            join_url: self.join_url.clone(),
            link_promised_on: self.link_promised_on,
            cpd_minutes: self.cpd_minutes,
            resources: self.resources.clone(),
            facilitators: self.facilitators.clone(),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::events::{DateCertainty, EventMode, Platform, WallTime};

    fn content(when: EventWhen) -> EventContent {
        EventContent {
            title: "Talk".to_owned(),
            summary: String::new(),
            description: String::new(),
            when,
            mode: EventMode::Online,
            platform: Platform::Zoom,
            venue: String::new(),
            join_url: None,
            link_promised_on: None,
            cpd_minutes: 0,
            resources: String::new(),
            facilitators: Vec::new(),
        }
    }

    fn on(day: &str) -> EventWhen {
        EventWhen::DateOnly(day.parse().unwrap())
    }

    fn timed(day: &str, starts: &str) -> EventWhen {
        let typed = WallTime { day: day.parse().ok(), starts: starts.parse().ok(), ends: "17:00:00".parse().ok() };
        EventWhen::from_wall(DateCertainty::DateAndTime, typed).unwrap()
    }

    #[test]
    fn setting_the_time_is_an_announcement_and_another_day_is_a_move() {
        let (announced, moved) = (WhenChange::Announced, WhenChange::Moved);
        let table = [
            (on("2026-09-14"), on("2026-09-14"), WhenChange::Same),
            (on("2026-09-14"), timed("2026-09-14", "09:30:00"), announced),
            (EventWhen::ToBeAnnounced, timed("2026-09-14", "09:30:00"), announced),
            (EventWhen::MonthOnly("2026-09-01".parse().unwrap()), timed("2026-09-14", "09:30:00"), announced),
            (on("2026-09-14"), timed("2026-09-15", "09:30:00"), moved),
            (timed("2026-09-14", "09:30:00"), timed("2026-09-14", "10:00:00"), moved),
            (timed("2026-09-14", "09:30:00"), on("2026-09-14"), moved),
        ];

        for (before, after, wanted) in table {
            let changes = EventChanges::between(&content(before), &content(after));
            assert_eq!(changes.when, wanted, "{before:?} {after:?}");
        }
    }

    #[test]
    fn calendars_hear_of_place_and_title_but_not_of_the_summary() {
        let before = content(on("2026-09-14"));
        let table = [
            (EventContent { summary: "New".to_owned(), ..before.clone() }, false),
            (EventContent { platform: Platform::Teams, ..before.clone() }, true),
            (EventContent { venue: "Hall".to_owned(), ..before.clone() }, true),
            (EventContent { title: "Lecture".to_owned(), ..before.clone() }, true),
        ];

        for (after, wanted) in table {
            assert_eq!(EventChanges::between(&before, &after).any(), wanted, "{after:?}");
        }
    }
}
