//! What officers, or members themselves, can put on record about a membership: each a dated row with a reason, never a flag.

/// A kind of dated fact.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum FactKind {
    /// No rights while it lasts.
    Suspended,
    /// Gave notice; the paid term runs out and has no grace.
    Resigned,
    /// Ended by a resolution of the trustees; coming back goes through them.
    Removed,
    /// Has died; no message is sent any more.
    Died,
    /// Somebody is talking with them: no reminders while it lasts.
    InContact,
    /// The end was put back by an officer.
    Extended,
    /// A price was let go.
    Waived,
    /// Away from practice; the free term beside it says until when.
    Paused,
}

impl FactKind {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Suspended,
        Self::Resigned,
        Self::Removed,
        Self::Died,
        Self::InContact,
        Self::Extended,
        Self::Waived,
        Self::Paused,
    ];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Suspended => "suspended",
            Self::Resigned => "resigned",
            Self::Removed => "removed",
            Self::Died => "died",
            Self::InContact => "in_contact",
            Self::Extended => "extended",
            Self::Waived => "waived",
            Self::Paused => "paused",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As officers read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Suspended => "Suspended",
            Self::Resigned => "Gave notice",
            Self::Removed => "Removed by resolution",
            Self::Died => "Died",
            Self::InContact => "We are in contact: no reminders",
            Self::Extended => "Extended",
            Self::Waived => "Price let go",
            Self::Paused => "Paused",
        }
    }
}
