//! How names of employers are compared: without case, accents, punctuation and words that say nothing.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// A name as it is searched: lower-case words of letters and figures with one space between. "Ynys Môn" and "ynys mon" are one;
/// "H&F" is "h and f".
pub(in crate::members) fn folded_name(text: &str) -> String {
    let spelled = text.replace('&', " and ");
    let letters = spelled.nfkd().filter(|letter| !is_combining_mark(*letter)).flat_map(char::to_lowercase);
    // An apostrophe joins ("St Helen's" is "st helens"); everything else that is no letter or figure parts words.
    let plain: String = letters
        .filter(|letter| !matches!(letter, '\'' | '\u{2018}' | '\u{2019}' | '\u{2bc}' | '.'))
        .map(|letter| if letter.is_alphanumeric() { letter } else { ' ' })
        .collect();
    plain.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The words of a question that tell employers apart; all of its words when none does.
pub(super) fn asked_words(asked: &str) -> Vec<String> {
    const SAY_NOTHING: &[&str] =
        &["council", "city", "county", "borough", "of", "the", "and", "london", "metropolitan"];
    let folded = folded_name(asked);
    let words: Vec<&str> = folded.split(' ').filter(|word| !word.is_empty()).collect();
    let telling: Vec<String> =
        words.iter().filter(|word| !SAY_NOTHING.contains(word)).map(|word| (*word).to_owned()).collect();
    if telling.is_empty() { words.into_iter().map(str::to_owned).collect() } else { telling }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_are_one() {
        let table = [
            ("Ynys Môn", "ynys mon"),
            ("  YNYS   MON ", "ynys mon"),
            ("H&F", "h and f"),
            ("St. Helens", "st helens"),
            ("Birmingham Children’s Trust", "birmingham childrens trust"),
            ("Stoke-on-Trent", "stoke on trent"),
            ("B&NES", "b and nes"),
            ("%_\\", ""),
            ("<b>Leeds</b>", "b leeds b"),
            ("Jèrri", "jerri"),
        ];

        for (typed, folded) in table {
            assert_eq!(folded_name(typed), folded, "{typed:?}");
        }
    }

    #[test]
    fn words_that_say_nothing_are_left_out_unless_they_are_all_there_is() {
        assert_eq!(asked_words("London Borough of Camden"), ["camden"]);
        assert_eq!(asked_words("City of London"), ["city", "of", "london"]);
        assert!(asked_words(" - ").is_empty());
    }
}
