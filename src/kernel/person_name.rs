//! A person's name as they write it, in one field: names have no first and last part that software could know.

use std::fmt;

use serde::{Deserialize, Serialize};

use super::folding;
use super::short_text::{TextError, clean_line};

/// A name of 1 to 200 characters, composed, with single spaces. `Debug` hides it, because names are not logged.
#[derive(Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PersonName(String);

/// Why a name was refused, in words for the person who typed it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PersonNameError {
    /// There is no letter or digit in it.
    #[error("Enter a name")]
    Empty,
    /// More than `max` characters.
    #[error("Use {max} characters or fewer for a name")]
    TooLong {
        /// The most characters allowed.
        max: usize,
    },
    /// A control character, or one that turns the reading direction of what follows.
    #[error("Remove the hidden characters from the name, for example by typing it again")]
    ControlCharacter,
}

impl PersonName {
    /// The most characters a name may have.
    pub const MAX_CHARS: usize = 200;

    /// Reads a typed name.
    pub fn parse(typed: &str) -> Result<Self, PersonNameError> {
        let line = clean_line(typed, usize::MAX)?;
        let name = line.split_whitespace().collect::<Vec<_>>().join(" ");
        if !name.chars().any(char::is_alphanumeric) {
            return Err(PersonNameError::Empty);
        }
        let max = Self::MAX_CHARS;
        if name.chars().count() > max {
            return Err(PersonNameError::TooLong { max });
        }
        Ok(Self(name))
    }

    /// The name as its owner writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form in which two spellings of the same name are equal (D9).
    pub fn folded(&self) -> String {
        folding::folded(&self.0)
    }
}

impl From<TextError> for PersonNameError {
    fn from(error: TextError) -> Self {
        match error {
            TextError::Empty => Self::Empty,
            TextError::TooLong { max } => Self::TooLong { max },
            TextError::ControlCharacter => Self::ControlCharacter,
        }
    }
}

impl TryFrom<String> for PersonName {
    type Error = PersonNameError;

    fn try_from(typed: String) -> Result<Self, Self::Error> {
        Self::parse(&typed)
    }
}

impl From<PersonName> for String {
    fn from(name: PersonName) -> Self {
        name.0
    }
}

impl fmt::Debug for PersonName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("PersonName(hidden)")
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn names_are_taken_as_people_write_them() {
        let longest = "é".repeat(200);
        let table = [
            ("Asha", Ok("Asha")),
            ("  Mary\u{a0}  Ann   O’Neill-Smith ", Ok("Mary Ann O’Neill-Smith")),
            ("Zoe\u{308}", Ok("Zoë")),
            ("李", Ok("李")),
            (longest.as_str(), Ok(longest.as_str())),
            ("", Err(PersonNameError::Empty)),
            (" - ", Err(PersonNameError::Empty)),
            ("\u{200b}", Err(PersonNameError::Empty)),
            ("Ann\nSmith", Err(PersonNameError::ControlCharacter)),
            ("Ann\u{202e}Smith", Err(PersonNameError::ControlCharacter)),
        ];

        for (typed, wanted) in table {
            let name = PersonName::parse(typed);
            let seen = name.as_ref().map(PersonName::as_str).map_err(|error| *error);
            assert_eq!(seen, wanted, "{typed:?}");
        }
    }

    #[test]
    fn a_name_of_201_characters_is_too_long() {
        let outcome = PersonName::parse(&"a".repeat(201));

        assert_eq!(outcome, Err(PersonNameError::TooLong { max: 200 }));
    }

    #[test]
    fn folding_ignores_case_and_accent_order() {
        let (one, other) = (PersonName::parse("ZOË Smith"), PersonName::parse("zoe\u{308} smith"));

        assert_eq!(one.unwrap().folded(), other.unwrap().folded());
    }

    #[test]
    fn debug_never_shows_the_name() {
        let name = PersonName::parse("Asha").unwrap();

        assert!(!format!("{name:?}").contains("Asha"));
    }

    proptest! {
        #[test]
        fn a_name_read_back_is_the_same_name(typed in "\\PC{0,40}") {
            if let Ok(name) = PersonName::parse(&typed) {
                prop_assert_eq!(PersonName::parse(name.as_str()), Ok(name.clone()));
            }
        }
    }
}
