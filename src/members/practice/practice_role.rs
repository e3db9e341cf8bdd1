//! The roles in which people practise (PR-01). A role drives nothing but statistics; what somebody may do as a member comes
//! from their type of membership.

/// One kind of work; a person may have several.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum PracticeRole {
    /// Independent reviewing officer.
    Iro,
    /// Manages reviewing officers.
    IroManager,
    /// Chairs child protection conferences.
    ChildProtectionChair,
    /// Reviews foster carers.
    FosteringIro,
    /// Another social worker.
    SocialWorker,
    /// Advocate, or children's guardian.
    AdvocateOrGuardian,
    /// Teaches or researches.
    Academic,
    /// Studies.
    Student,
    /// Practises no more.
    Retired,
    /// Something else.
    Other,
}

impl PracticeRole {
    /// Every role, in the order of the form.
    pub const ALL: [Self; 10] = [
        Self::Iro,
        Self::IroManager,
        Self::ChildProtectionChair,
        Self::FosteringIro,
        Self::SocialWorker,
        Self::AdvocateOrGuardian,
        Self::Academic,
        Self::Student,
        Self::Retired,
        Self::Other,
    ];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Iro => "iro",
            Self::IroManager => "iro_manager",
            Self::ChildProtectionChair => "child_protection_chair",
            Self::FosteringIro => "fostering_iro",
            Self::SocialWorker => "social_worker",
            Self::AdvocateOrGuardian => "advocate_or_guardian",
            Self::Academic => "academic",
            Self::Student => "student",
            Self::Retired => "retired",
            Self::Other => "other",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As people say it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Iro => "Independent reviewing officer (IRO)",
            Self::IroManager => "Manager of reviewing officers",
            Self::ChildProtectionChair => "Child protection chair",
            Self::FosteringIro => "Fostering reviewing officer",
            Self::SocialWorker => "Social worker in another role",
            Self::AdvocateOrGuardian => "Advocate or children’s guardian",
            Self::Academic => "Academic or researcher",
            Self::Student => "Student",
            Self::Retired => "Retired",
            Self::Other => "Another role",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back_as_what_wrote_them() {
        for role in PracticeRole::ALL {
            assert_eq!(PracticeRole::parse(role.word()), Some(role));
        }
        assert_eq!(PracticeRole::parse("IRO"), None);
        assert_eq!(PracticeRole::parse(""), None);
    }
}
