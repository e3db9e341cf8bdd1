//! What members may say they are interested in or willing to do. A fixed list, so that a search finds everybody who means the
//! same.

/// One interest.
#[derive(Copy, Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Interest {
    /// Children's part in their own reviews.
    Participation,
    /// Children who came alone from abroad.
    UnaccompaniedChildren,
    /// Disabled children, short breaks.
    DisabledChildren,
    /// Foster care.
    Fostering,
    /// Adoption, special guardianship.
    Permanence,
    /// Children's homes, unregulated placements.
    ResidentialCare,
    /// Secure and custodial settings.
    SecureSettings,
    /// Young people on their way to independence.
    CareLeavers,
    /// Child protection conferences.
    ChildProtection,
    /// Law and court work.
    Law,
    /// Research.
    Research,
    /// Teaching others.
    Training,
    /// Speaks Welsh.
    SpeaksWelsh,
    /// Willing to mentor.
    Mentoring,
    /// Willing to reflect with a peer.
    PeerReflection,
    /// Willing to speak to the media; only trustees ever see it.
    SpeaksToMedia,
}

impl Interest {
    /// All of them, in the order of the form.
    pub const ALL: [Self; 16] = [
        Self::Participation,
        Self::UnaccompaniedChildren,
        Self::DisabledChildren,
        Self::Fostering,
        Self::Permanence,
        Self::ResidentialCare,
        Self::SecureSettings,
        Self::CareLeavers,
        Self::ChildProtection,
        Self::Law,
        Self::Research,
        Self::Training,
        Self::SpeaksWelsh,
        Self::Mentoring,
        Self::PeerReflection,
        Self::SpeaksToMedia,
    ];

    /// The short word stored in records and in addresses.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Participation => "participation",
            Self::UnaccompaniedChildren => "unaccompanied_children",
            Self::DisabledChildren => "disabled_children",
            Self::Fostering => "fostering",
            Self::Permanence => "permanence",
            Self::ResidentialCare => "residential_care",
            Self::SecureSettings => "secure_settings",
            Self::CareLeavers => "care_leavers",
            Self::ChildProtection => "child_protection",
            Self::Law => "law",
            Self::Research => "research",
            Self::Training => "training",
            Self::SpeaksWelsh => "speaks_welsh",
            Self::Mentoring => "mentoring",
            Self::PeerReflection => "peer_reflection",
            Self::SpeaksToMedia => "speaks_to_media",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As people say it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Participation => "Children’s part in their reviews",
            Self::UnaccompaniedChildren => "Unaccompanied children",
            Self::DisabledChildren => "Disabled children and short breaks",
            Self::Fostering => "Fostering",
            Self::Permanence => "Adoption and other permanence",
            Self::ResidentialCare => "Residential care",
            Self::SecureSettings => "Secure settings",
            Self::CareLeavers => "Care leavers",
            Self::ChildProtection => "Child protection conferences",
            Self::Law => "Law and courts",
            Self::Research => "Research",
            Self::Training => "Teaching and training",
            Self::SpeaksWelsh => "Speaks Welsh",
            Self::Mentoring => "Willing to mentor",
            Self::PeerReflection => "Willing to reflect with a peer",
            Self::SpeaksToMedia => "Willing to speak to the media",
        }
    }

    /// Whether only trustees see it and search by it, whatever level the others have (rules 2.6).
    pub const fn is_for_trustees(self) -> bool {
        matches!(self, Self::SpeaksToMedia)
    }

    /// How several are kept: each between bars, so that one can be searched for without finding half a word.
    pub(super) fn store(interests: &[Self]) -> String {
        let words: Vec<&str> = Self::ALL.into_iter().filter(|one| interests.contains(one)).map(Self::word).collect();
        if words.is_empty() { String::new() } else { format!("|{}|", words.join("|")) }
    }

    /// Reads what [`Self::store`] wrote; a word no longer known is left out.
    pub(super) fn read(stored: &str) -> Vec<Self> {
        stored.split('|').filter_map(Self::parse).collect()
    }

    /// What a stored list contains when it holds this one.
    pub(super) fn needle(self) -> String {
        format!("|{}|", self.word())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_stored_is_read_back_and_found_whole() {
        let some = [Interest::Mentoring, Interest::Law];
        let stored = Interest::store(&some);

        assert_eq!(Interest::read(&stored), [Interest::Law, Interest::Mentoring]);
        assert!(stored.contains(&Interest::Law.needle()));
        assert!(!stored.contains(&Interest::Research.needle()));
        assert_eq!(Interest::store(&[]), "");
        assert!(Interest::read("|gone|law|").contains(&Interest::Law));
    }

    #[test]
    fn words_are_read_back() {
        assert!(Interest::ALL.iter().all(|one| Interest::parse(one.word()) == Some(*one)));
    }
}
