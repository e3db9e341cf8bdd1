//! A discount code as people type it: case and spaces do not count. Pure.

use std::fmt;

/// The fewest characters of a code.
pub const SHORTEST: usize = 4;
/// The most characters of a code.
pub const LONGEST: usize = 24;

/// A code in the one form in which it is stored and looked up: capitals, digits and hyphens.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CodeText(String);

/// Why typed text cannot be a new code, in words for the officer.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Enter {SHORTEST} to {LONGEST} letters, digits and hyphens, such as AUTUMN-10")]
pub struct NotACode;

impl CodeText {
    /// A code that an officer gives out.
    pub fn parse(typed: &str) -> Result<Self, NotACode> {
        let code = Self::looked_up(typed);
        let is_plain = code.0.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        ((SHORTEST..=LONGEST).contains(&code.0.len()) && is_plain).then_some(code).ok_or(NotACode)
    }

    /// What a buyer typed, whatever it is: what cannot be a code is looked up all the same and not found, so that guessing
    /// costs the same work each time (ELG-14).
    pub fn looked_up(typed: &str) -> Self {
        let kept = typed.chars().filter(|c| !c.is_whitespace() && !c.is_control()).take(LONGEST + 1);
        Self(kept.collect::<String>().to_uppercase())
    }

    /// As stored and printed.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for CodeText {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn case_and_spaces_do_not_count() {
        for typed in ["AUTUMN-10", " autumn-10 ", "Autumn - 10", "a u t u m n-10\t"] {
            assert_eq!(CodeText::parse(typed).unwrap().as_str(), "AUTUMN-10", "{typed:?}");
            assert_eq!(CodeText::looked_up(typed).as_str(), "AUTUMN-10", "{typed:?}");
        }
    }

    #[test]
    fn a_new_code_is_plain_and_neither_short_nor_long() {
        let long = "A".repeat(LONGEST + 1);
        for typed in ["", "ABC", "AB C", "HALF%", "ÉTÉ-2026", "'; --", long.as_str()] {
            assert_eq!(CodeText::parse(typed), Err(NotACode), "{typed:?}");
        }
        assert!(CodeText::parse("ABCD").is_ok() && CodeText::parse(&"A".repeat(LONGEST)).is_ok());
    }

    #[test]
    fn whatever_a_buyer_types_can_be_looked_up() {
        assert_eq!(CodeText::looked_up(&"x".repeat(100_000)).as_str().len(), LONGEST + 1);
        assert_eq!(CodeText::looked_up("\u{0}\n").as_str(), "");
    }
}
