//! What an application is for.

/// A kind of application.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum ApplicationKind {
    /// The first membership.
    Joining,
    /// Membership after a gap.
    Rejoining,
    /// The next term of the same type, where somebody decides each renewal.
    Renewal,
    /// Another type.
    TypeChange,
}

impl ApplicationKind {
    /// Every kind.
    pub const ALL: [Self; 4] = [Self::Joining, Self::Rejoining, Self::Renewal, Self::TypeChange];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Joining => "joining",
            Self::Rejoining => "rejoining",
            Self::Renewal => "renewal",
            Self::TypeChange => "type_change",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As people say it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Joining => "To join",
            Self::Rejoining => "To join again",
            Self::Renewal => "To renew",
            Self::TypeChange => "To change type",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back_as_what_wrote_them() {
        for kind in ApplicationKind::ALL {
            assert_eq!(ApplicationKind::parse(kind.word()), Some(kind));
        }
    }
}
