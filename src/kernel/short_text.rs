//! Cleaning of words that people type into forms.
//!
//! Hidden characters are refused rather than dropped, so that nobody stores text other than what they saw.

use unicode_normalization::UnicodeNormalization;

/// Why typed text was refused, in words for the person who typed it.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum TextError {
    /// Nothing but spaces.
    #[error("Enter some text")]
    Empty,
    /// More than `max` characters.
    #[error("Use {max} characters or fewer")]
    TooLong {
        /// The most characters allowed.
        max: usize,
    },
    /// A control character, or one that turns the reading direction of what follows.
    #[error("Remove the hidden characters, for example by typing the text again")]
    ControlCharacter,
}

/// One line of text: trimmed, composed (NFC), at most `max_chars` characters, no control, line-break or
/// bidi-override characters.
pub fn clean_line(typed: &str, max_chars: usize) -> Result<String, TextError> {
    clean(typed, max_chars, |_| false)
}

/// Several lines of text: as [`clean_line`], but line breaks (all made `\n`) and tabs may stay.
pub fn clean_block(typed: &str, max_chars: usize) -> Result<String, TextError> {
    let lines = typed.replace("\r\n", "\n").replace('\r', "\n");
    clean(&lines, max_chars, |c| matches!(c, '\n' | '\t'))
}

fn clean(typed: &str, max: usize, may_stay: fn(char) -> bool) -> Result<String, TextError> {
    let text: String = typed.trim().nfc().collect();
    if text.is_empty() {
        return Err(TextError::Empty);
    }
    if text.chars().any(|c| is_hidden_control(c) && !may_stay(c)) {
        return Err(TextError::ControlCharacter);
    }
    if text.chars().count() > max {
        return Err(TextError::TooLong { max });
    }
    Ok(text)
}

/// Control characters, line and paragraph separators, and the bidi embeddings, overrides and isolates.
fn is_hidden_control(c: char) -> bool {
    c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

/// What somebody typed, within a sentence of ours that ends with a full stop of its own.
pub fn without_full_stop(words: &str) -> &str {
    words.trim_end_matches('.')
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn a_line_is_trimmed_and_composed() {
        let table = [
            ("  Leeds  ", Ok("Leeds")),
            ("Zoe\u{308}", Ok("Zoë")),
            ("two  spaces", Ok("two  spaces")),
            ("tab at the end\t\r\n", Ok("tab at the end")),
            ("just twenty letters.", Ok("just twenty letters.")),
            ("just twenty-one chars", Err(TextError::TooLong { max: 20 })),
            ("", Err(TextError::Empty)),
            (" \u{a0}\n ", Err(TextError::Empty)),
            ("a\u{0}b", Err(TextError::ControlCharacter)),
            ("a\nb", Err(TextError::ControlCharacter)),
            ("a\tb", Err(TextError::ControlCharacter)),
            ("a\u{2028}b", Err(TextError::ControlCharacter)),
            ("a\u{202e}b", Err(TextError::ControlCharacter)),
            ("a\u{2066}b", Err(TextError::ControlCharacter)),
            ("a\u{85}b", Err(TextError::ControlCharacter)),
        ];

        for (typed, wanted) in table {
            assert_eq!(clean_line(typed, 20), wanted.map(str::to_owned), "{typed:?}");
        }
    }

    #[test]
    fn length_counts_characters_after_composing_not_bytes() {
        assert_eq!(clean_line("e\u{301}e\u{301}", 2), Ok("éé".to_owned()));
    }

    #[test]
    fn a_block_keeps_its_lines_and_loses_its_carriage_returns() {
        let table = [
            ("one\r\ntwo\rthree\nfour\n", Ok("one\ntwo\nthree\nfour")),
            ("a\tb", Ok("a\tb")),
            ("a\u{7}b", Err(TextError::ControlCharacter)),
            ("a\n\u{202d}b", Err(TextError::ControlCharacter)),
            ("\r\n", Err(TextError::Empty)),
        ];

        for (typed, wanted) in table {
            assert_eq!(clean_block(typed, 100), wanted.map(str::to_owned), "{typed:?}");
        }
    }

    #[test]
    fn the_refusals_are_plain_english() {
        assert_eq!(TextError::TooLong { max: 80 }.to_string(), "Use 80 characters or fewer");
    }

    proptest! {
        #[test]
        fn cleaning_twice_changes_nothing(typed in any::<String>()) {
            if let Ok(once) = clean_block(&typed, 60) {
                prop_assert!(once.chars().count() <= 60);
                prop_assert_eq!(clean_block(&once, 60), Ok(once.clone()));
            }
        }
    }
}
