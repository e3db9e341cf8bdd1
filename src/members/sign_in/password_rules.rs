//! Which passwords are taken (ASVS 6.2): long ones, of any characters, exactly as typed; not the ones everybody tries first.

use std::collections::HashSet;
use std::sync::LazyLock;

/// Without a second factor a password has at least this many characters.
const FEWEST_CHARS: usize = 15;

/// At most so many, so that hashing one cannot be used to keep us busy.
const MOST_CHARS: usize = 200;

/// Repeating a piece as short as this does not make it longer to guess.
const SHORT_PIECE: usize = 4;

static COMMON: LazyLock<HashSet<&'static str>> =
    LazyLock::new(|| include_str!("common_passwords.txt").lines().filter(|line| !line.is_empty()).collect());

/// Why a password is refused, in words for the person who chose it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PasswordProblem {
    /// Nothing was typed.
    #[error("Choose a password")]
    Empty,
    /// Too short.
    #[error("Use at least 15 characters. Three or four words that do not belong together are easy to remember")]
    TooShort,
    /// Longer than anyone needs.
    #[error("Use 200 characters or fewer")]
    TooLong,
    /// Among the first that anyone would try.
    #[error(
        "This password is easy to guess, because it is well known, repeats itself, or is made from your name or ours. \
         Choose another"
    )]
    Guessable,
}

/// Whether `password` may be used by somebody for whom `own_words` are easy to guess: the charity's names, their own name and
/// address. Nothing is trimmed or changed.
pub fn check_password(password: &str, own_words: &[&str]) -> Result<(), PasswordProblem> {
    let chars = password.chars().count();
    match chars {
        0 => return Err(PasswordProblem::Empty),
        _ if chars < FEWEST_CHARS => return Err(PasswordProblem::TooShort),
        _ if chars > MOST_CHARS => return Err(PasswordProblem::TooLong),
        _ => {}
    }
    if is_guessable(password, own_words) { Err(PasswordProblem::Guessable) } else { Ok(()) }
}

fn is_guessable(password: &str, own_words: &[&str]) -> bool {
    let typed = plain(password);
    let typed: &[char] = if typed.is_empty() { &password.chars().collect::<Vec<_>>() } else { &typed };
    let piece = shortest_piece(typed);
    if piece.len() <= SHORT_PIECE {
        return true;
    }
    let without_figures = trim_figures(piece);
    let own: Vec<Vec<char>> = own_words.iter().map(|word| plain(word)).filter(|word| !word.is_empty()).collect();
    [piece, without_figures].iter().any(|core| {
        let text: String = core.iter().collect();
        core.is_empty() || COMMON.contains(text.as_str()) || own.iter().any(|word| word == core)
    })
}

/// Lower-case letters and digits only.
fn plain(text: &str) -> Vec<char> {
    text.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// The shortest beginning that, repeated (the last time perhaps cut), gives the whole.
fn shortest_piece(text: &[char]) -> &[char] {
    let repeats = |length: &usize| text.iter().zip(&text[*length..]).all(|(early, late)| early == late);
    let length = (1..=text.len() / 2).find(repeats).unwrap_or(text.len());
    &text[..length]
}

fn trim_figures(text: &[char]) -> &[char] {
    let is_letter = |c: &char| !c.is_numeric();
    let start = text.iter().position(is_letter).unwrap_or(text.len());
    let end = text.iter().rposition(is_letter).map_or(start, |last| last + 1);
    &text[start..end]
}

#[cfg(test)]
mod tests {
    use super::*;

    const OWN: [&str; 3] = ["National Association of Examples", "NAE", "Asha Mir"];

    #[test]
    fn long_passwords_of_any_characters_are_taken_as_they_are() {
        let longest = "x y".repeat(66) + "zq";
        let good = [
            "correct horse battery",
            "   spaces count   ",
            "Nguyễn Thị Minh Khai 1910",
            "🦊🦔🐝🌻🦉🐌🌿🍂🐞🦋🌾🍄🐚🪺🌲",
            "eight-plus-seven",
            longest.as_str(),
        ];

        for password in good {
            assert_eq!(check_password(password, &OWN), Ok(()), "{password}");
        }
    }

    #[test]
    fn the_length_is_counted_in_characters() {
        let table = [
            ("", PasswordProblem::Empty),
            ("fourteen chars", PasswordProblem::TooShort),
            ("éàüöêîûñçåæøœð", PasswordProblem::TooShort),
            (&"ab1!cd2?".repeat(26), PasswordProblem::TooLong),
        ];

        for (password, wanted) in table {
            assert_eq!(check_password(password, &OWN), Err(wanted), "{password}");
        }
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        let bad = [
            "passwordpassword",
            "Password Password 2026",
            "123456789012345",
            "qwertyuiopasdfgh",
            "aaaaaaaaaaaaaaaaa",
            "abcabcabcabcabcabc",
            "!!!!!!!!!!!!!!!!!!",
            "1234 1234 1234 1234",
            "national association of examples",
            "National-Association-of-Examples-2026",
            "naenaenaenaenaenae",
            "AshaMirAshaMirAshaMir",
            "iloveyouiloveyou",
        ];

        for password in bad {
            assert_eq!(check_password(password, &OWN), Err(PasswordProblem::Guessable), "{password}");
        }
    }

    #[test]
    fn the_list_holds_plain_forms_only() {
        for word in COMMON.iter() {
            assert_eq!(plain(word).iter().collect::<String>(), *word);
        }
        assert!(COMMON.len() >= 150);
    }
}
