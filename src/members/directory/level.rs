//! Who sees a field of somebody's entry in the directory, and who is looking (rules 2.6). Pure.

/// Who sees a field, the fewest first.
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Level {
    /// Only those who decide applications or look after members.
    #[default]
    Trustees,
    /// Members who practise in the same region too.
    Region,
    /// Every member.
    Members,
    /// Anybody, on the public page.
    Public,
}

impl Level {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 4] = [Self::Trustees, Self::Region, Self::Members, Self::Public];

    /// Those that a name may have: somebody whom only the trustees may see is not listed at all.
    pub const OF_NAMES: [Self; 3] = [Self::Region, Self::Members, Self::Public];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Trustees => "trustees",
            Self::Region => "region",
            Self::Members => "members",
            Self::Public => "public",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As people read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Trustees => "Trustees only",
            Self::Region => "Members of my region",
            Self::Members => "Members",
            Self::Public => "Everybody, on the public page",
        }
    }
}

/// Who is looking.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Audience {
    /// Somebody of whom nothing is known.
    Public,
    /// A member, with the region they practise in, if they said.
    Member {
        /// As records name it.
        region: Option<String>,
    },
    /// Somebody who decides applications or looks after members.
    Trustee,
}

impl Audience {
    /// Whether a field of this level, of somebody who practises in `region`, is seen.
    pub(super) fn sees(&self, level: Level, region: &str) -> bool {
        match self {
            Self::Trustee => true,
            Self::Public => level == Level::Public,
            Self::Member { region: own } => match level {
                Level::Trustees => false,
                Level::Region => !region.is_empty() && own.as_deref() == Some(region),
                Level::Members | Level::Public => true,
            },
        }
    }

    /// Whether what only trustees ever see is seen.
    pub(super) fn is_trustee(&self) -> bool {
        matches!(self, Self::Trustee)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_level_is_seen_by_those_it_says_and_nobody_else() {
        let london = Audience::Member { region: Some("London".to_owned()) };
        let wales = Audience::Member { region: Some("Wales".to_owned()) };
        let nowhere = Audience::Member { region: None };
        // For a field of somebody in London, by level: trustees, region, members, public.
        let table = [
            (Audience::Public, [false, false, false, true]),
            (nowhere.clone(), [false, false, true, true]),
            (wales, [false, false, true, true]),
            (london.clone(), [false, true, true, true]),
            (Audience::Trustee, [true; 4]),
        ];

        for (audience, wanted) in table {
            assert_eq!(Level::ALL.map(|level| audience.sees(level, "London")), wanted, "{audience:?}");
        }
        assert!(!london.sees(Level::Region, ""), "who said no region shows nothing to a region");
        assert!(!nowhere.sees(Level::Region, ""));
    }

    #[test]
    fn words_are_read_back_and_the_default_is_the_fewest() {
        assert!(Level::ALL.into_iter().all(|level| Level::parse(level.word()) == Some(level)));
        assert_eq!(Level::default(), Level::Trustees);
        assert!(Level::Trustees < Level::Region && Level::Members < Level::Public);
    }
}
