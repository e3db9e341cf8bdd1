//! The questions of an application, one a page, in their order.

/// One question.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Step {
    /// Which type of membership.
    Type,
    /// Full name.
    Name,
    /// A personal and a work address.
    SecondEmail,
    /// What they do.
    Roles,
    /// Who they work for.
    Employer,
    /// Regulator and number.
    Registration,
    /// Nation and region.
    Region,
    /// The address for the register.
    Address,
    /// What they want to hear.
    EmailChoices,
    /// Terms and declaration.
    Declaration,
}

impl Step {
    /// Every question, in order.
    pub const ALL: [Self; 10] = [
        Self::Type,
        Self::Name,
        Self::SecondEmail,
        Self::Roles,
        Self::Employer,
        Self::Registration,
        Self::Region,
        Self::Address,
        Self::EmailChoices,
        Self::Declaration,
    ];

    /// The end of its address, and its word in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Type => "type",
            Self::Name => "name",
            Self::SecondEmail => "second-email",
            Self::Roles => "roles",
            Self::Employer => "employer",
            Self::Registration => "registration",
            Self::Region => "region",
            Self::Address => "address",
            Self::EmailChoices => "email-choices",
            Self::Declaration => "declaration",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// Its page.
    pub fn path(self) -> String {
        format!("/join/{}", self.word())
    }

    /// The question before it.
    pub fn before(self) -> Option<Self> {
        let at = Self::ALL.iter().position(|step| *step == self)?;
        Self::ALL.get(at.checked_sub(1)?).copied()
    }

    /// Its number on the page, from 1.
    pub fn number(self) -> usize {
        Self::ALL.iter().position(|step| *step == self).map_or(1, |at| at + 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_read_back_as_what_wrote_them() {
        for step in Step::ALL {
            assert_eq!(Step::parse(step.word()), Some(step));
        }
    }

    #[test]
    fn each_question_knows_the_one_before() {
        assert_eq!(Step::Type.before(), None);
        assert_eq!(Step::Name.before(), Some(Step::Type));
        assert_eq!(Step::Declaration.before(), Some(Step::EmailChoices));
        assert_eq!(Step::Declaration.number(), 10);
    }
}
