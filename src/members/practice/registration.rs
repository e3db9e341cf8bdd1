//! Who registers a social worker, and the number they gave (PR-02). Nothing here asks a register: "checked" is an officer's note.

use crate::kernel::short_text::{TextError, clean_line};

/// A body that registers social workers.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum Regulator {
    /// Social Work England.
    SocialWorkEngland,
    /// Social Care Wales.
    SocialCareWales,
    /// Scottish Social Services Council.
    Sssc,
    /// Northern Ireland Social Care Council.
    Niscc,
    /// Another one, such as an island's.
    Other,
    /// Not registered.
    None,
}

impl Regulator {
    /// Every answer, in the order of the form.
    pub const ALL: [Self; 6] =
        [Self::SocialWorkEngland, Self::SocialCareWales, Self::Sssc, Self::Niscc, Self::Other, Self::None];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::SocialWorkEngland => "swe",
            Self::SocialCareWales => "scw",
            Self::Sssc => "sssc",
            Self::Niscc => "niscc",
            Self::Other => "other",
            Self::None => "none",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As people say it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::SocialWorkEngland => "Social Work England",
            Self::SocialCareWales => "Social Care Wales",
            Self::Sssc => "Scottish Social Services Council (SSSC)",
            Self::Niscc => "Northern Ireland Social Care Council (NISCC)",
            Self::Other => "Another regulator",
            Self::None => "I am not registered",
        }
    }
}

/// Why a registration number was refused, in words for the person who typed it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RegistrationError {
    /// Nothing was typed.
    #[error("Enter your registration number")]
    Empty,
    /// Not as Social Work England writes them.
    #[error("A Social Work England number is SW and up to 7 figures, like SW12345. Check it and type it again")]
    NotSocialWorkEngland,
    /// Not 3 to 20 characters.
    #[error("Enter your registration number as your regulator wrote it, with 3 to 20 characters")]
    WrongLength,
    /// Hidden characters.
    #[error("Remove the hidden characters from the number, for example by typing it again")]
    ControlCharacter,
}

/// The number as it is kept: for Social Work England `SW` and one to seven figures without leading noughts, otherwise as typed.
pub fn read_registration_number(regulator: Regulator, typed: &str) -> Result<String, RegistrationError> {
    let line = clean_line(typed, usize::MAX).map_err(|error| match error {
        TextError::ControlCharacter => RegistrationError::ControlCharacter,
        TextError::Empty | TextError::TooLong { .. } => RegistrationError::Empty,
    })?;
    if regulator == Regulator::SocialWorkEngland {
        return social_work_england(&line);
    }
    if (3..=20).contains(&line.chars().count()) { Ok(line) } else { Err(RegistrationError::WrongLength) }
}

fn social_work_england(line: &str) -> Result<String, RegistrationError> {
    let is_dropped = |letter: char| letter.is_whitespace() || letter.is_ascii_punctuation();
    let plain: String = line.chars().filter(|letter| !is_dropped(*letter)).collect::<String>().to_uppercase();
    let figures = plain.strip_prefix("SW").unwrap_or(&plain);
    if !figures.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(RegistrationError::NotSocialWorkEngland);
    }
    let figures = figures.trim_start_matches('0');
    if (1..=7).contains(&figures.len()) {
        Ok(format!("SW{figures}"))
    } else {
        Err(RegistrationError::NotSocialWorkEngland)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_social_work_england_number_is_tidied() {
        let table = [
            ("sw 000123", "SW123"),
            ("12345", "SW12345"),
            ("SW1", "SW1"),
            ("sw1234567", "SW1234567"),
            ("S.W. 99-100", "SW99100"),
            ("  SW 0001234567 ", "SW1234567"),
            ("SW#4321", "SW4321"),
        ];

        for (typed, kept) in table {
            assert_eq!(read_registration_number(Regulator::SocialWorkEngland, typed).as_deref(), Ok(kept), "{typed:?}");
        }
    }

    #[test]
    fn what_social_work_england_does_not_write_is_refused_kindly() {
        for typed in ["SWE123", "SW0", "000", "SW", "SW12345678", "12345678", "SW12A", "१२३४", "SW١٢٣", "🙂", "-"]
        {
            let refused = read_registration_number(Regulator::SocialWorkEngland, typed);

            assert_eq!(refused, Err(RegistrationError::NotSocialWorkEngland), "{typed:?}");
        }
        assert!(RegistrationError::NotSocialWorkEngland.to_string().contains("SW12345"));
    }

    #[test]
    fn other_numbers_are_kept_as_typed() {
        let table = [
            (Regulator::SocialCareWales, " W/1234567 ", Ok("W/1234567")),
            (Regulator::Sssc, "abc", Ok("abc")),
            (Regulator::Niscc, "12345678901234567890", Ok("12345678901234567890")),
            (Regulator::Other, "ab", Err(RegistrationError::WrongLength)),
            (Regulator::Other, "123456789012345678901", Err(RegistrationError::WrongLength)),
            (Regulator::Other, " ", Err(RegistrationError::Empty)),
            (Regulator::Other, "12\u{202e}34", Err(RegistrationError::ControlCharacter)),
            (Regulator::SocialWorkEngland, "", Err(RegistrationError::Empty)),
            (Regulator::SocialWorkEngland, "SW1\u{0}2", Err(RegistrationError::ControlCharacter)),
        ];

        for (regulator, typed, wanted) in table {
            assert_eq!(read_registration_number(regulator, typed).as_deref(), wanted.as_ref().copied(), "{typed:?}");
        }
    }

    #[test]
    fn words_are_read_back_as_what_wrote_them() {
        for regulator in Regulator::ALL {
            assert_eq!(Regulator::parse(regulator.word()), Some(regulator));
        }
    }
}
