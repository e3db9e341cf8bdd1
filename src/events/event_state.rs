//! How far an event has come: draft, published, cancelled (final). "Past" and "full" are worked out, never stored.

/// The stored state.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum EventState {
    /// Seen by officers only.
    Draft,
    /// On the site.
    Published,
    /// Called off; the page stays and says so (WEB-6).
    Cancelled,
}

/// What an officer does to the state.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum EventChange {
    /// Put it on the site.
    Publish,
    /// Call it off.
    Cancel,
}

/// A change that this state does not allow.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an event that is {} does not allow {change:?}", from.word())]
pub struct NotAllowed {
    /// The state it is in.
    pub from: EventState,
    /// What was asked for.
    pub change: EventChange,
}

impl EventState {
    /// Every state.
    pub const ALL: [Self; 3] = [Self::Draft, Self::Published, Self::Cancelled];

    /// The state after `change`. A draft is not cancelled: nobody has seen it.
    pub fn transition(self, change: EventChange) -> Result<Self, NotAllowed> {
        match (self, change) {
            (Self::Draft, EventChange::Publish) => Ok(Self::Published),
            (Self::Published, EventChange::Cancel) => Ok(Self::Cancelled),
            (from, change) => Err(NotAllowed { from, change }),
        }
    }

    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
            Self::Cancelled => "cancelled",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// The word people see.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Draft => "Draft",
            Self::Published => "Published",
            Self::Cancelled => "Cancelled",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::EventChange::{Cancel, Publish};
    use super::EventState::{Cancelled, Draft, Published};
    use super::*;

    #[test]
    fn every_pair_of_state_and_change() {
        let table = [
            (Draft, Publish, Some(Published)),
            (Draft, Cancel, None),
            (Published, Publish, None),
            (Published, Cancel, Some(Cancelled)),
            (Cancelled, Publish, None),
            (Cancelled, Cancel, None),
        ];

        assert_eq!(table.len(), EventState::ALL.len() * 2);
        for (from, change, wanted) in table {
            assert_eq!(from.transition(change), wanted.ok_or(NotAllowed { from, change }), "{from:?} {change:?}");
        }
    }

    #[test]
    fn words_are_read_back() {
        for state in EventState::ALL {
            assert_eq!(EventState::parse(state.word()), Some(state));
        }
        assert_eq!(EventState::parse("Draft"), None);
    }
}
