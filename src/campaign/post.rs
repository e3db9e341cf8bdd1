//! A post, its kind and its state.

use chrono::NaiveDate;
use serde::Serialize;

use crate::kernel::{Instant, slug};

/// Which post.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(transparent)]
pub struct PostId(pub i64);

impl std::fmt::Display for PostId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

/// What kind of words it is.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum PostKind {
    /// News for members and others.
    News,
    /// For the press; it has a release date apart from the posting date.
    PressRelease,
    /// The association's position.
    Statement,
}

impl PostKind {
    /// Every kind.
    pub const ALL: [Self; 3] = [Self::News, Self::PressRelease, Self::Statement];

    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::News => "news",
            Self::PressRelease => "press_release",
            Self::Statement => "statement",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// The words people see.
    pub const fn label(self) -> &'static str {
        match self {
            Self::News => "News",
            Self::PressRelease => "Press release",
            Self::Statement => "Statement",
        }
    }
}

/// Whether a post is on the site.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum PostState {
    /// Seen by editors only.
    Draft,
    /// On the site.
    Published,
    /// Taken back; its page stays and says why.
    Withdrawn,
}

/// What an editor does to the state.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum PostChange {
    /// Put it on the site, the first time or again.
    Publish,
    /// Take it back.
    Withdraw,
}

/// A change that this state does not allow.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a post that is {} does not allow {change:?}", from.word())]
pub struct NotAllowed {
    /// The state it is in.
    pub from: PostState,
    /// What was asked for.
    pub change: PostChange,
}

impl PostState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Published, Self::Withdrawn];

    /// The state after `change`.
    pub fn transition(self, change: PostChange) -> Result<Self, NotAllowed> {
        match (self, change) {
            (Self::Draft | Self::Withdrawn, PostChange::Publish) => Ok(Self::Published),
            (Self::Published, PostChange::Withdraw) => Ok(Self::Withdrawn),
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

/// What editors write. Texts are already cleaned.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostContent {
    /// News, press release or statement.
    pub kind: PostKind,
    /// Headline.
    pub title: String,
    /// One or two sentences for lists, feeds and sharing.
    pub summary: String,
    /// Markdown.
    pub body: String,
    /// Whose words; empty for the association's own.
    pub byline_name: String,
    /// The post held when it was written, such as "Co-Chair"; may be empty.
    pub byline_post_held: String,
    /// The date it was released elsewhere, when that is not the posting date (a press release of old).
    pub released_on: Option<NaiveDate>,
}

impl PostContent {
    /// What its address is made of.
    pub(super) fn slug_stem(&self) -> String {
        let slug = slug::slug_of(&self.title);
        if slug.is_empty() { "post".to_owned() } else { slug }
    }

    /// "Marian Osei, Co-Chair", "Marian Osei", or none for the association's own words.
    pub fn byline(&self) -> Option<String> {
        match (self.byline_name.as_str(), self.byline_post_held.as_str()) {
            ("", _) => None,
            (name, "") => Some(name.to_owned()),
            (name, post) => Some(format!("{name}, {post}")),
        }
    }
}

/// A post as the rest of the program knows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PostDetails {
    /// Which post.
    pub id: PostId,
    /// The end of its address; fixed once published.
    pub slug: String,
    /// What editors wrote.
    pub content: PostContent,
    /// Whether it is on the site.
    pub state: PostState,
    /// First put on the site.
    pub published_at: Option<Instant>,
    /// Taken back.
    pub withdrawn_at: Option<Instant>,
    /// Why, in the editor's words for the public.
    pub withdraw_reason: Option<String>,
    /// Rises with each change of content; two editors cannot overwrite each other.
    pub version: i32,
    /// Last change of content.
    pub updated_at: Instant,
}

#[cfg(test)]
mod tests {
    use super::PostChange::{Publish, Withdraw};
    use super::PostState::{Draft, Published, Withdrawn};
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

        assert_eq!(table.len(), PostState::ALL.len() * 2);
        for (from, change, wanted) in table {
            assert_eq!(from.transition(change), wanted.ok_or(NotAllowed { from, change }), "{from:?} {change:?}");
        }
    }

    #[test]
    fn words_are_read_back() {
        for state in PostState::ALL {
            assert_eq!(PostState::parse(state.word()), Some(state));
        }
        for kind in PostKind::ALL {
            assert_eq!(PostKind::parse(kind.word()), Some(kind));
        }
    }

    #[test]
    fn a_byline_names_the_post_held_when_there_is_one() {
        let table = [
            ("Siân O’Neill", "Co-Chair", Some("Siân O’Neill, Co-Chair")),
            ("Minh Khai", "", Some("Minh Khai")),
            ("", "Chair", None),
        ];

        for (name, post, wanted) in table {
            let content = PostContent {
                kind: PostKind::News,
                title: String::new(),
                summary: String::new(),
                body: String::new(),
                byline_name: name.to_owned(),
                byline_post_held: post.to_owned(),
                released_on: None,
            };
            assert_eq!(content.byline().as_deref(), wanted);
        }
    }
}
