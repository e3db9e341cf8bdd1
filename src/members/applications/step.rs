//! The questions of an application, one a page, in their order. One is asked only where the type asks it.

use crate::members::membership::TypeVersion;

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
    /// Years since qualifying, for types that ask.
    Experience,
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
    pub const ALL: [Self; 11] = [
        Self::Type,
        Self::Name,
        Self::SecondEmail,
        Self::Roles,
        Self::Employer,
        Self::Registration,
        Self::Experience,
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
            Self::Experience => "experience",
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

    /// Whether a type asks it; before a type is chosen, what every type asks.
    pub fn is_asked(self, version: Option<&TypeVersion>) -> bool {
        self != Self::Experience || version.is_some_and(|version| version.evidence.least_years.is_some())
    }

    /// Every question of a type, in order.
    pub fn asked_by(version: Option<&TypeVersion>) -> Vec<Self> {
        Self::ALL.into_iter().filter(|step| step.is_asked(version)).collect()
    }

    /// The question before it among those that are asked.
    pub fn before(self, asked: &[Self]) -> Option<Self> {
        let at = asked.iter().position(|step| *step == self)?;
        asked.get(at.checked_sub(1)?).copied()
    }

    /// Its number on the page, from 1.
    pub fn number(self, asked: &[Self]) -> usize {
        asked.iter().position(|step| *step == self).map_or(1, |at| at + 1)
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
        let asked = Step::asked_by(None);

        assert_eq!(Step::Type.before(&asked), None);
        assert_eq!(Step::Name.before(&asked), Some(Step::Type));
        assert_eq!(Step::Region.before(&asked), Some(Step::Registration), "no type, no years");
        assert_eq!(Step::Declaration.number(&asked), 10);
        assert_eq!(Step::Declaration.number(&Step::ALL), 11);
    }
}
