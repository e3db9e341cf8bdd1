//! What officers may decide, and why they may refuse.

/// A decision.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Decision {
    /// Yes; for a type that needs two people, their yes.
    Approve,
    /// Not before the applicant has answered something.
    Ask,
    /// No, with a reason.
    Refuse,
    /// The applicant is on record already.
    Duplicate,
}

impl Decision {
    /// Every decision.
    pub const ALL: [Self; 4] = [Self::Approve, Self::Ask, Self::Refuse, Self::Duplicate];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Approve => "approve",
            Self::Ask => "ask",
            Self::Refuse => "refuse",
            Self::Duplicate => "duplicate",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As history says it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Approve => "Approved",
            Self::Ask => "Asked",
            Self::Refuse => "Refused",
            Self::Duplicate => "Marked as already on record",
        }
    }

    /// Words must come with it: the applicant reads them.
    pub const fn needs_words(self) -> bool {
        matches!(self, Self::Ask | Self::Refuse)
    }
}

/// Why an application is refused, for the record; the applicant gets words beside it.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum RefusalReason {
    /// The type is for others.
    NotEligible,
    /// What was said could not be confirmed.
    NotConfirmed,
    /// What was asked for did not come.
    Incomplete,
    /// Their conduct would harm the charity.
    Conduct,
    /// Something else.
    Other,
}

impl RefusalReason {
    /// Every reason, in the order of the form.
    pub const ALL: [Self; 5] = [Self::NotEligible, Self::NotConfirmed, Self::Incomplete, Self::Conduct, Self::Other];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::NotEligible => "not_eligible",
            Self::NotConfirmed => "not_confirmed",
            Self::Incomplete => "incomplete",
            Self::Conduct => "conduct",
            Self::Other => "other",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As the form and the letter say it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::NotEligible => "This type of membership is for people in another role",
            Self::NotConfirmed => "We could not confirm the role or the registration",
            Self::Incomplete => "What we asked for did not reach us",
            Self::Conduct => "Membership would not be in the charity’s interest",
            Self::Other => "Another reason",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back_as_what_wrote_them() {
        for decision in Decision::ALL {
            assert_eq!(Decision::parse(decision.word()), Some(decision));
        }
        for reason in RefusalReason::ALL {
            assert_eq!(RefusalReason::parse(reason.word()), Some(reason));
        }
    }

    #[test]
    fn what_the_applicant_must_read_needs_words() {
        assert!(Decision::Ask.needs_words() && Decision::Refuse.needs_words());
        assert!(!Decision::Approve.needs_words() && !Decision::Duplicate.needs_words());
    }
}
