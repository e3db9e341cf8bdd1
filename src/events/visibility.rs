//! Who may find an event: everybody, or only those who hold a link to it (INH-4). A private event is in no list, feed, sitemap
//! or search; officers see it at their desk.

use sea_orm::ConnectionTrait;

use super::{EventId, store};
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Unexpected};

/// Who may find an event.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq)]
pub enum Visibility {
    /// Everybody.
    #[default]
    Public,
    /// Those who hold a link.
    Private,
}

impl Visibility {
    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Public => "public",
            Self::Private => "private",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Public, Self::Private].into_iter().find(|known| known.word() == word)
    }

    const fn other(self) -> Self {
        match self {
            Self::Public => Self::Private,
            Self::Private => Self::Public,
        }
    }
}

/// Hides an event or shows it, in the caller's transaction. False when it was so already. Whether it may be hidden (INH-6) is for
/// whoever knows its bookings to say before.
pub async fn change_visibility(
    tx: &impl ConnectionTrait,
    id: EventId,
    to: Visibility,
    by: Actor,
    now: Instant,
) -> Result<bool, Unexpected> {
    if !store::mark_visibility(tx, id, (to.other(), to), now).await? {
        return Ok(false);
    }
    let entry = Entry {
        actor: by,
        action: match to {
            Visibility::Private => "event.made_private",
            Visibility::Public => "event.made_public",
        },
        subject_kind: "event",
        subject_id: id.0,
        reason: None,
        values: None,
    };
    audit::record(tx, entry, now).await?;
    Ok(true)
}
