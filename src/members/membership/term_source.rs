//! How a term came about.

/// The reason a term exists, for the record and for explaining a standing.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum TermSource {
    /// The first, after joining.
    Joining,
    /// Taken before the one before it and its grace were over.
    Renewal,
    /// Taken after a gap.
    Rejoining,
    /// Another type, for the days left of the term before.
    TypeChange,
    /// Months away from practice, free or reduced.
    Pause,
    /// Made longer by an officer, with a reason.
    Extension,
    /// Brought from another system.
    Import,
    /// Given by an officer.
    Officer,
}

impl TermSource {
    /// All of them.
    pub const ALL: [Self; 8] = [
        Self::Joining,
        Self::Renewal,
        Self::Rejoining,
        Self::TypeChange,
        Self::Pause,
        Self::Extension,
        Self::Import,
        Self::Officer,
    ];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Joining => "joining",
            Self::Renewal => "renewal",
            Self::Rejoining => "rejoining",
            Self::TypeChange => "type_change",
            Self::Pause => "pause",
            Self::Extension => "extension",
            Self::Import => "import",
            Self::Officer => "officer",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As people say it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Joining => "joined",
            Self::Renewal => "renewed",
            Self::Rejoining => "joined again",
            Self::TypeChange => "changed type",
            Self::Pause => "paused",
            Self::Extension => "extended",
            Self::Import => "brought from earlier records",
            Self::Officer => "given by an officer",
        }
    }
}
