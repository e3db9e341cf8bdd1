//! A postcode of the United Kingdom, Jersey, Guernsey or the Isle of Man, as the sorting office writes it.

use std::fmt;

/// A postcode with its one space: `SW1A 1AA`. Whether anybody lives there is not checked.
#[derive(Clone, PartialEq, Eq, Hash, Debug)]
pub struct Postcode(String);

/// What was typed is no postcode.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PostcodeError {
    /// Nothing was typed.
    #[error("Enter a postcode, like SW1A 1AA")]
    Empty,
    /// It does not have the shape of one.
    #[error("Enter a full postcode, like SW1A 1AA")]
    NotAPostcode,
}

/// The one postcode of its own shape.
const GIROBANK: &str = "GIR0AA";

impl Postcode {
    /// Reads what somebody typed: case, spaces, full stops and dashes do not matter (AX-06).
    pub fn parse(typed: &str) -> Result<Self, PostcodeError> {
        let squeezed: String = typed.chars().filter(|letter| !is_filler(*letter)).collect();
        if squeezed.is_empty() {
            return Err(PostcodeError::Empty);
        }
        let squeezed = squeezed.to_ascii_uppercase();
        if !squeezed.is_ascii() || !(5..=7).contains(&squeezed.len()) {
            return Err(PostcodeError::NotAPostcode);
        }
        let (outward, inward) = squeezed.split_at(squeezed.len() - 3);
        let is_known = squeezed == GIROBANK || (is_outward(outward.as_bytes()) && is_inward(inward.as_bytes()));
        if is_known { Ok(Self(format!("{outward} {inward}"))) } else { Err(PostcodeError::NotAPostcode) }
    }

    /// The postcode with its space.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Postcode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_filler(letter: char) -> bool {
    letter.is_whitespace() || matches!(letter, '.' | '-' | '\u{2010}'..='\u{2014}')
}

/// A digit and two letters that cannot be taken for one another.
fn is_inward(part: &[u8]) -> bool {
    let letter = |byte: u8| byte.is_ascii_uppercase() && !b"CIKMOV".contains(&byte);
    matches!(part, [digit, first, second] if digit.is_ascii_digit() && letter(*first) && letter(*second))
}

/// One or two letters for the area, then a district: one or two digits, or a digit and a letter.
fn is_outward(part: &[u8]) -> bool {
    let first = |byte: u8| byte.is_ascii_uppercase() && !b"QVX".contains(&byte);
    let second = |byte: u8| byte.is_ascii_uppercase() && !b"IJZ".contains(&byte);
    let digit = |byte: u8| byte.is_ascii_digit();
    match part {
        [a, d] => first(*a) && digit(*d),
        [a, d, e] if digit(*d) => first(*a) && (digit(*e) || b"ABCDEFGHJKPSTUW".contains(e)),
        [a, b, d] => first(*a) && second(*b) && digit(*d),
        [a, b, d, e] => first(*a) && second(*b) && digit(*d) && (digit(*e) || b"ABEHMNPRVWXY".contains(e)),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn postcodes_are_read_however_they_are_typed() {
        let table = [
            ("sw1a1aa", "SW1A 1AA"),
            (" SW1A 1AA ", "SW1A 1AA"),
            ("je2-4we", "JE2 4WE"),
            ("GY1 1AA", "GY1 1AA"),
            ("im1 1ae", "IM1 1AE"),
            ("ec1a.1bb", "EC1A 1BB"),
            ("m1 1ae", "M1 1AE"),
            ("B33 8TH", "B33 8TH"),
            ("cr2\u{a0}6xh", "CR2 6XH"),
            ("DN55 1PT", "DN55 1PT"),
            ("W1A 0AX", "W1A 0AX"),
            ("gir 0aa", "GIR 0AA"),
            ("LL77 7TW", "LL77 7TW"),
        ];

        for (typed, stored) in table {
            assert_eq!(Postcode::parse(typed).unwrap().as_str(), stored, "{typed:?}");
        }
    }

    #[test]
    fn what_is_no_postcode_is_refused() {
        let table = [
            "JE2 4W",
            "12345",
            "SW1A 1CO",
            "SW1A 1A",
            "1AA SW1A",
            "Q1 1AA",
            "AI1 1AA",
            "SW1AA 1AA",
            "SW1A 1AAA",
            "SW1A!1AA",
            "ＳＷ1A 1AA",
            "É1 1AA",
            "🏠1 1AA",
            "<b>1 1AA",
        ];

        for typed in table {
            assert_eq!(Postcode::parse(typed), Err(PostcodeError::NotAPostcode), "{typed:?}");
        }
        for typed in ["", "  ", "-", "\u{a0}"] {
            assert_eq!(Postcode::parse(typed), Err(PostcodeError::Empty), "{typed:?}");
        }
    }
}
