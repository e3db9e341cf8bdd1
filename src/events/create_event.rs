//! Creates an event as a draft, with its part and its facilitators.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::courses::{CourseDetails, CourseId};
use super::{EventId, EventKind, EventMode, EventWhen, Facilitator, JoinUrl, Platform, store};
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Unexpected, slug};

/// What an officer says about an event; the same for a new one and a changed one. Texts are already cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EventContent {
    /// Title.
    pub title: String,
    /// One or two sentences for lists; may be empty.
    pub summary: String,
    /// Markdown; may be empty.
    pub description: String,
    /// When, and how certain.
    pub when: EventWhen,
    /// Online, in person or either.
    pub mode: EventMode,
    /// The video service.
    pub platform: Platform,
    /// Venue and room; may be empty.
    pub venue: String,
    /// The meeting's own address.
    pub join_url: Option<JoinUrl>,
    /// The London day by which the address is promised, while it is "to follow" (LNK-7).
    pub link_promised_on: Option<NaiveDate>,
    /// How much of it counts as professional development.
    pub cpd_minutes: i32,
    /// Reading and preparation; Markdown, may be empty.
    pub resources: String,
    /// Who leads it, in printing order.
    pub facilitators: Vec<Facilitator>,
}

/// A new event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewEvent {
    /// The course it is a date of, for training.
    pub course: Option<CourseId>,
    /// Training or members' meeting.
    pub kind: EventKind,
    /// Everything else.
    pub content: EventContent,
}

impl NewEvent {
    /// A date of a course: copies its title, summary, description, CPD and resources (SES-1), online by Zoom, nobody named yet.
    pub fn of_course(course: &CourseDetails, when: EventWhen) -> Self {
        let content = EventContent {
            title: course.content.title.clone(),
            summary: course.content.summary.clone(),
            description: course.content.event_description(),
            when,
            mode: EventMode::Online,
            platform: Platform::Zoom,
            venue: String::new(),
            join_url: None,
            link_promised_on: None,
            cpd_minutes: course.content.cpd_minutes_within(&when),
            resources: course.content.resources.clone(),
            facilitators: Vec::new(),
        };
        Self { course: Some(course.id), kind: EventKind::Training, content }
    }
}

impl EventContent {
    /// For the audit trail. The meeting's address is a secret: only whether there is one.
    pub(super) fn audit_values(&self) -> Value {
        let facilitators: Vec<String> =
            self.facilitators.iter().map(|who| format!("{}, {}", who.name, who.post_held)).collect();
        json!({
            "title": self.title,
            "summary": self.summary,
            "description": self.description,
            "certainty": self.when.certainty().word(),
            "first_day": self.when.first_day(),
            "starts_at": self.when.starts_at(),
            "ends_at": self.when.ends_at(),
            "mode": self.mode.word(),
            "platform": self.platform.word(),
            "venue": self.venue,
            "has_join_url": self.join_url.is_some(),
            "link_promised_on": self.link_promised_on,
            "cpd_minutes": self.cpd_minutes,
            "resources": self.resources,
            "facilitators": facilitators,
        })
    }

    /// What its address is made of: the title and the day, or the month, as far as known.
    pub(super) fn slug_stem(&self) -> String {
        let title = slug::slug_of(&self.title);
        let title = if title.is_empty() { "event".to_owned() } else { title };
        match self.when {
            EventWhen::DateAndTime { first_day, .. } | EventWhen::DateOnly(first_day) => format!("{title}-{first_day}"),
            EventWhen::MonthOnly(month) => format!("{title}-{}", month.format("%Y-%m")),
            EventWhen::ToBeAnnounced => title,
        }
    }
}

/// Writes the draft in the caller's transaction and gives its id.
pub async fn create_event(
    tx: &impl ConnectionTrait,
    new: NewEvent,
    by: Actor,
    now: Instant,
) -> Result<EventId, Unexpected> {
    let id = store::insert_event(tx, &new, now).await?;
    store::replace_parts(tx, id, &new.content.when).await?;
    store::replace_facilitators(tx, id, &new.content.facilitators).await?;
    let entry = Entry {
        actor: by,
        action: "event.created",
        subject_kind: "event",
        subject_id: id.0,
        reason: None,
        values: Some((Value::Null, new.content.audit_values())),
    };
    audit::record(tx, entry, now).await?;
    Ok(id)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn content(title: &str, when: EventWhen) -> EventContent {
        EventContent {
            title: title.to_owned(),
            summary: String::new(),
            description: String::new(),
            when,
            mode: EventMode::Online,
            platform: Platform::Undecided,
            venue: String::new(),
            join_url: None,
            link_promised_on: None,
            cpd_minutes: 0,
            resources: String::new(),
            facilitators: Vec::new(),
        }
    }

    #[test]
    fn the_address_says_what_and_when_as_far_as_known() {
        let day = "2025-12-04".parse().unwrap();
        let table = [
            (content("The Role of the IRO", EventWhen::DateOnly(day)), "the-role-of-the-iro-2025-12-04"),
            (
                content("The Role of the IRO", EventWhen::MonthOnly("2025-12-01".parse().unwrap())),
                "the-role-of-the-iro-2025-12",
            ),
            (content("会议", EventWhen::ToBeAnnounced), "event"),
        ];

        for (content, wanted) in table {
            assert_eq!(content.slug_stem(), wanted);
        }
    }

    #[test]
    fn the_audit_trail_never_holds_the_meeting_address() {
        let join_url = super::super::JoinUrl::parse("https://zoom.example.org/j/1?pwd=secret").unwrap();
        let content = EventContent { join_url: Some(join_url), ..content("Talk", EventWhen::ToBeAnnounced) };

        let values = content.audit_values().to_string();

        assert!(values.contains("\"has_join_url\":true"));
        assert!(!values.contains("secret"));
    }
}
