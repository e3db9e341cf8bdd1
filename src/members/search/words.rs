//! Which words a person is found by, and what somebody typed into a search field means. Pure.

use std::collections::BTreeSet;

use crate::kernel::folding::without_accents;

/// The longest word kept; what is longer is found by its beginning.
const LONGEST: usize = 60;
/// The most words looked for at once; more than this narrows nothing down.
const MOST_TYPED: usize = 6;

/// The fewest letters somebody types who may not look through the register.
const FEWEST_LETTERS: usize = 3;

/// What a person is found by.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Findable {
    /// Full name.
    pub(super) name: String,
    /// What people quote.
    pub(super) reference: String,
    /// Every address on their record.
    pub(super) emails: Vec<String>,
    /// Membership number.
    pub(super) number: Option<i64>,
    /// Names of their employer.
    pub(super) employers: Vec<String>,
    /// The number a regulator gave them.
    pub(super) registration: Option<String>,
}

/// Every word this person is found by.
pub(super) fn words_of(person: &Findable) -> BTreeSet<String> {
    let mut words = BTreeSet::new();
    add_text(&mut words, &person.name);
    for employer in &person.employers {
        add_text(&mut words, employer);
    }
    for email in &person.emails {
        add_email(&mut words, email);
    }
    words.insert(cut(&without_accents(&person.reference)));
    words.extend(person.number.map(|number| number.to_string()));
    words.extend(person.registration.as_deref().map(|number| joined(&without_accents(number))));
    words.retain(|word| !word.is_empty());
    words
}

/// The words of a search field, each to be found as the beginning of some word. An address stays whole.
pub fn typed_words(typed: &str) -> Vec<String> {
    let folded = without_accents(typed);
    let mut words = Vec::new();
    for chunk in folded.split_whitespace().map(bare) {
        if is_whole(chunk) {
            words.push(cut(chunk));
        } else {
            words.extend(pieces(chunk).map(cut));
        }
    }
    words.retain(|word| !word.is_empty());
    words.truncate(MOST_TYPED);
    words
}

/// Whether so much was typed that not everybody is found.
pub fn is_enough(typed: &str) -> bool {
    typed.chars().filter(|letter| letter.is_alphanumeric()).count() >= FEWEST_LETTERS
}

/// Whether somebody is called what was typed, or that is their whole address.
pub(super) fn is_called(name: &str, address: &str, typed: &str) -> bool {
    let typed = typed.trim();
    if typed.contains('@') {
        return !address.is_empty() && without_accents(address) == without_accents(typed);
    }
    let mut words = BTreeSet::new();
    add_text(&mut words, name);
    let typed = typed_words(typed);
    !typed.is_empty() && typed.iter().all(|typed| words.iter().any(|word| word.starts_with(typed.as_str())))
}

/// "O’Neill" is found as "o", "neill" and "oneill"; "Smith-Jones" by either half and as one; "J.Smith" as it is written too.
fn add_text(words: &mut BTreeSet<String>, text: &str) {
    for chunk in without_accents(text).split_whitespace().map(bare) {
        words.extend(pieces(chunk).map(cut));
        words.insert(joined(chunk));
        if is_whole(chunk) {
            words.insert(cut(chunk));
        }
    }
}

/// The whole address, the parts before the @, and the whole domain.
fn add_email(words: &mut BTreeSet<String>, address: &str) {
    let folded = without_accents(address);
    words.insert(cut(&folded));
    if let Some((local, domain)) = folded.split_once('@') {
        words.extend(pieces(local).map(cut));
        words.insert(cut(domain));
    }
}

/// Without brackets, commas and the like around it.
fn bare(chunk: &str) -> &str {
    chunk.trim_matches(|letter: char| !letter.is_alphanumeric())
}

/// An address or a domain is looked up as it stands.
fn is_whole(chunk: &str) -> bool {
    chunk.contains(['@', '.'])
}

fn pieces(text: &str) -> impl Iterator<Item = &str> {
    text.split(|letter: char| !letter.is_alphanumeric()).filter(|piece| !piece.is_empty())
}

fn joined(text: &str) -> String {
    cut(&text.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>())
}

fn cut(word: &str) -> String {
    word.chars().take(LONGEST).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sian() -> Findable {
        Findable {
            name: "Siân O’Neill-Jones".to_owned(),
            reference: "K7QX2M".to_owned(),
            emails: vec!["sian.o@leeds.gov.uk".to_owned(), "Sian@Example.org".to_owned()],
            number: Some(1042),
            employers: vec!["Leeds City Council".to_owned()],
            registration: Some("SW 12-345".to_owned()),
        }
    }

    /// Whether everything typed begins some word of the person.
    fn finds(person: &Findable, typed: &str) -> bool {
        let words = words_of(person);
        typed_words(typed).iter().all(|typed| words.iter().any(|word| word.starts_with(typed.as_str())))
    }

    #[test]
    fn somebody_is_found_by_the_beginning_of_anything_we_know_them_by() {
        let found = [
            "sian",
            "SIÂN",
            "o'neill",
            "O’Neill",
            "oneill",
            "jones",
            "neill-jones",
            "sian.o@leeds.gov.uk",
            "sian@ex",
            "leeds.gov",
            "example.org",
            "1042",
            "10",
            "council leeds",
            "sw12345",
            "k7qx",
            "  sia   lee ",
            "",
            "(Siân)",
        ];
        let not_found = ["sam", "ian", "leeds bradford", "042", "o@leeds", "sian x"];

        for typed in found {
            assert!(finds(&sian(), typed), "{typed}");
        }
        for typed in not_found {
            assert!(!finds(&sian(), typed), "{typed}");
        }
    }

    #[test]
    fn dp_08_somebody_is_called_by_words_of_the_name_or_a_whole_address_and_nothing_else() {
        let table = [
            ("sia", true),
            ("O’NEILL sian", true),
            ("oneill", true),
            ("s.oneill@example.org", true),
            (" S.ONeill@Example.org ", true),
            ("s.oneill@example", false),
            ("example.org", false),
            ("sian leeds", false),
            ("", false),
            ("@", false),
        ];

        for (typed, wanted) in table {
            assert_eq!(is_called("Siân O’Neill", "s.oneill@example.org", typed), wanted, "{typed:?}");
        }
        assert!(!is_called("Siân", "", "@"));
        assert!(is_enough("Mo E") && !is_enough("mo") && !is_enough(" m-o. "));
    }

    #[test]
    fn a_search_field_full_of_words_asks_for_a_few() {
        assert_eq!(typed_words("a b c d e f g h i j").len(), MOST_TYPED);
        assert_eq!(typed_words(" ., ' -- "), Vec::<String>::new());
    }

    proptest! {
        #[test]
        fn everybody_is_found_by_their_own_name(name in "\\PC{1,40}") {
            let person = Findable { name: name.clone(), ..Findable::default() };

            prop_assert!(finds(&person, &name));
            prop_assert!(words_of(&person).iter().all(|word| word.chars().count() <= LONGEST));
        }
    }
}
