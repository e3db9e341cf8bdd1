//! A course, its state, and the text a new date copies from it (SES-1).

use serde::Serialize;
use serde_json::{Value, json};

use crate::events::EventWhen;
use crate::kernel::{Pence, slug};

/// Which course.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct CourseId(pub i64);

impl std::fmt::Display for CourseId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

/// What officers write about a course. Texts are already cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseContent {
    /// Title.
    pub title: String,
    /// One or two sentences for lists.
    pub summary: String,
    /// Markdown.
    pub overview: String,
    /// What it covers, one topic each.
    pub topics: Vec<String>,
    /// Who it is for; Markdown, may be empty.
    pub audience: String,
    /// Anything else; Markdown, may be empty.
    pub further_information: String,
    /// How long it takes, at least a minute.
    pub duration_minutes: i32,
    /// How much of that counts as professional development.
    pub cpd_minutes: i32,
    /// What most people pay.
    pub standard_price: Pence,
    /// What members pay.
    pub member_price: Pence,
    /// The code of the refund policy that new dates begin with; none where it is chosen for each.
    pub refund_policy: Option<String>,
    /// Reading and preparation; Markdown, may be empty.
    pub resources: String,
}

/// A course as the rest of the program knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CourseDetails {
    /// Which course.
    pub id: CourseId,
    /// The end of its address; fixed once published.
    pub slug: String,
    /// What officers wrote.
    pub content: CourseContent,
    /// Whether it is on the site.
    pub state: CourseState,
    /// Rises with each change of content; two officers cannot overwrite each other.
    pub version: i32,
}

/// Whether a course is on the site.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum CourseState {
    /// Seen by officers only.
    Draft,
    /// On the site.
    Published,
    /// Taken off; its dates stay where they are.
    Withdrawn,
}

/// What an officer does to the state.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum CourseChange {
    /// Put it on the site, the first time or again.
    Publish,
    /// Take it off.
    Withdraw,
}

/// A change that this state does not allow.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a course that is {} does not allow {change:?}", from.word())]
pub struct NotAllowed {
    /// The state it is in.
    pub from: CourseState,
    /// What was asked for.
    pub change: CourseChange,
}

impl CourseState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Published, Self::Withdrawn];

    /// The state after `change`.
    pub fn transition(self, change: CourseChange) -> Result<Self, NotAllowed> {
        match (self, change) {
            (Self::Draft | Self::Withdrawn, CourseChange::Publish) => Ok(Self::Published),
            (Self::Published, CourseChange::Withdraw) => Ok(Self::Withdrawn),
            (from, change) => Err(NotAllowed { from, change }),
        }
    }

    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

impl CourseContent {
    /// What a new date copies as its description: overview, topics, audience and further information under headings.
    pub fn event_description(&self) -> String {
        let topics: Vec<String> = self.topics.iter().map(|topic| format!("- {topic}")).collect();
        let sections = [
            ("", self.overview.clone()),
            ("## What it covers\n\n", topics.join("\n")),
            ("## Who it is for\n\n", self.audience.clone()),
            ("## Further information\n\n", self.further_information.clone()),
        ];
        let filled =
            sections.iter().filter(|(_, text)| !text.is_empty()).map(|(heading, text)| format!("{heading}{text}"));
        filled.collect::<Vec<_>>().join("\n\n")
    }

    /// What counts as professional development of a date held then: never more than the date lasts.
    pub fn cpd_minutes_within(&self, when: &EventWhen) -> i32 {
        let most = when.minutes().and_then(|minutes| i32::try_from(minutes).ok()).unwrap_or(i32::MAX);
        std::cmp::min(self.cpd_minutes, most)
    }

    /// What its address is made of.
    pub(super) fn slug_stem(&self) -> String {
        let slug = slug::slug_of(&self.title);
        if slug.is_empty() { "course".to_owned() } else { slug }
    }

    /// For the audit trail.
    pub(super) fn audit_values(&self) -> Value {
        json!({
            "title": self.title,
            "summary": self.summary,
            "overview": self.overview,
            "topics": self.topics,
            "audience": self.audience,
            "further_information": self.further_information,
            "duration_minutes": self.duration_minutes,
            "cpd_minutes": self.cpd_minutes,
            "standard_price_pence": self.standard_price.get(),
            "member_price_pence": self.member_price.get(),
            "refund_policy": self.refund_policy,
            "resources": self.resources,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::CourseChange::{Publish, Withdraw};
    use super::CourseState::{Draft, Published, Withdrawn};
    use super::*;

    #[test]
    fn every_pair_of_state_and_change() {
        let table = [
            (Draft, Publish, Some(Published)),
            (Draft, Withdraw, None),
            (Published, Publish, None),
            (Published, Withdraw, Some(Withdrawn)),
            (Withdrawn, Publish, Some(Published)),
            (Withdrawn, Withdraw, None),
        ];

        assert_eq!(table.len(), CourseState::ALL.len() * 2);
        for (from, change, wanted) in table {
            assert_eq!(from.transition(change), wanted.ok_or(NotAllowed { from, change }), "{from:?} {change:?}");
        }
        for state in CourseState::ALL {
            assert_eq!(CourseState::parse(state.word()), Some(state));
        }
    }

    #[test]
    fn a_date_copies_what_the_course_says_and_skips_what_it_leaves_out() {
        let content = CourseContent {
            title: "The Role of the IRO".to_owned(),
            summary: "A half day.".to_owned(),
            overview: "The whole of the role.".to_owned(),
            topics: vec!["The law".to_owned(), "Challenge".to_owned()],
            audience: String::new(),
            further_information: "Ask us.".to_owned(),
            duration_minutes: 210,
            cpd_minutes: 210,
            standard_price: Pence::new(9_000),
            member_price: Pence::new(5_000),
            refund_policy: None,
            resources: String::new(),
        };

        assert_eq!(
            content.event_description(),
            "The whole of the role.\n\n## What it covers\n\n- The law\n- Challenge\n\n## Further information\n\nAsk us."
        );
    }
}
