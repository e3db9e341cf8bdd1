//! Whether a new name or address on a place is another person, or the same one written rightly (SUB-5). Pure.
//!
//! Strict on purpose: taking a correction for a substitution costs a fresh link; taking a substitution for a correction leaves
//! the first person's link alive and the price unasked for.

use crate::kernel::folding::without_accents;
use crate::kernel::{EmailAddress, PersonName};

/// Who asks for the change.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangedBy {
    /// Whoever booked.
    Booker,
    /// The attendee, by the link that went to the address on the place.
    Attendee,
    /// An officer.
    Officer,
}

impl ChangedBy {
    /// As stored.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Booker => "booker",
            Self::Attendee => "attendee",
            Self::Officer => "officer",
        }
    }

    /// From the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        [Self::Booker, Self::Attendee, Self::Officer].into_iter().find(|by| by.word() == word)
    }

    /// "by the booker", for the history.
    pub const fn label(word: Option<Self>) -> &'static str {
        match word {
            Some(Self::Booker) => "by the booker",
            Some(Self::Attendee) => "by the attendee",
            _ => "by the office",
        }
    }
}

/// What a change of name or address comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NameChange {
    /// Nothing is different.
    Nothing,
    /// The same person, written rightly: links, calendar entry and price stay.
    Correction,
    /// Another person.
    Substitution,
}

/// Decides by what is written now and what is asked for.
pub fn name_change(
    (old_name, old_email): (&PersonName, &EmailAddress),
    (new_name, new_email): (&PersonName, &EmailAddress),
    by: ChangedBy,
) -> NameChange {
    let same_text = old_name == new_name && old_email.as_str() == new_email.as_str();
    if same_text {
        return NameChange::Nothing;
    }
    let same_name = is_same_name(old_name.as_str(), new_name.as_str());
    let same_address = old_email.folded() == new_email.folded();
    // The link came to the old address, so using it is the holder's word; an officer has asked.
    let vouched = matches!(by, ChangedBy::Attendee | ChangedBy::Officer);
    if same_name && (same_address || vouched) { NameChange::Correction } else { NameChange::Substitution }
}

/// Whether two spellings can be one name: the same words in any order, one word added or left out, or a slip of a letter in one.
pub fn is_same_name(old: &str, new: &str) -> bool {
    let (old, new) = (words(old), words(new));
    let common = old.iter().filter(|word| new.contains(word)).count();
    let joined = |words: &[String]| words.concat();
    if joined(&old) == joined(&new) || common == old.len() && common == new.len() {
        return true;
    }
    let (fewer, more) = if old.len() <= new.len() { (&old, &new) } else { (&new, &old) };
    if more.len() == fewer.len() + 1 && fewer.len() >= 2 {
        return fewer.iter().all(|word| more.contains(word));
    }
    if old.len() != new.len() {
        return false;
    }
    let mut differing = old.iter().zip(&new).filter(|(one, other)| one != other);
    match (differing.next(), differing.next()) {
        (Some((one, other)), None) => is_slip(one, other),
        _ => false,
    }
}

/// Letters and digits of each word, without case and accents; hyphens and apostrophes do not count.
fn words(name: &str) -> Vec<String> {
    let bare = without_accents(name).replace(['-', '‐', '–'], " ");
    bare.split_whitespace()
        .map(|word| word.chars().filter(|letter| letter.is_alphanumeric()).collect::<String>())
        .filter(|word: &String| !word.is_empty())
        .collect()
}

/// One letter too many or too few, or two changed places, in a word that begins alike; in a word of five letters or more also one
/// wrong letter. "Jon" and "John" are one; "Dan" and "Jan", "Tim" and "Tom" are not.
fn is_slip(one: &str, other: &str) -> bool {
    let (one, other): (Vec<char>, Vec<char>) = (one.chars().collect(), other.chars().collect());
    if one.first() != other.first() || one.len().min(other.len()) < 3 {
        return false;
    }
    let head = one.iter().zip(&other).take_while(|(a, b)| a == b).count();
    let (left, right) = (&one[head..], &other[head..]);
    match (left, right) {
        ([], [_]) | ([_], []) => true,
        ([a, b, left @ ..], [c, d, right @ ..]) if a == d && b == c && left == right => true,
        ([_, left @ ..], right) if left == right => true,
        (left, [_, right @ ..]) if left == right => true,
        ([_, left @ ..], [_, right @ ..]) => one.len() >= 5 && left == right,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sub_5_what_is_a_spelling_and_what_is_somebody_else() {
        let table = [
            ("Asha Verma", "asha verma", true),
            ("Asha Verma", "Verma Asha", true),
            ("Sian ONeill", "Siân O’Neill", true),
            ("Mary-Ann Lee", "Maryann Lee", true),
            ("Jon Smith", "John Smith", true),
            ("Ann Lee", "Anne Lee", true),
            ("Catherine Bell", "Catharine Bell", true),
            ("Brian Cole", "Brain Cole", true),
            ("Ann Lee", "Ann Margaret Lee", true),
            ("Ann Margaret Lee", "Ann Lee", true),
            ("Ann Lee", "Ian Lee", false),
            ("Dan Price", "Jan Price", false),
            ("Tim Price", "Tom Price", false),
            ("Mary Price", "Marc Price", false),
            ("Ann Lee", "Ann Brown", false),
            ("Ann Lee", "Ann", false),
            ("Ann", "Ann Lee", false),
            ("Asha Verma", "Asher Varma", false),
            ("Asha Verma", "Ben Lee", false),
            ("Li Na", "Lin A", true),
            ("李娜", "李雷", false),
        ];
        for (old, new, expected) in table {
            assert_eq!(is_same_name(old, new), expected, "{old} to {new}");
            assert_eq!(is_same_name(new, old), expected, "{new} to {old}");
        }
    }

    #[test]
    fn sub_5_an_address_alone_is_somebody_else_unless_holder_or_staff_vouch() {
        let name = |text: &str| PersonName::parse(text).unwrap();
        let address = |text: &str| EmailAddress::parse(text).unwrap();
        let old = (name("Asha Verma"), address("asha@example.org"));
        let change = |text: &str, email: &str, by| name_change((&old.0, &old.1), (&name(text), &address(email)), by);
        let (booker, attendee, officer) = (ChangedBy::Booker, ChangedBy::Attendee, ChangedBy::Officer);
        let table = [
            ("Asha Verma", "asha@example.org", booker, NameChange::Nothing),
            ("Asha Verma", "ASHA@example.org", booker, NameChange::Correction),
            ("Asha Vermaa", "asha@example.org", booker, NameChange::Correction),
            ("Ben Lee", "asha@example.org", booker, NameChange::Substitution),
            ("Ben Lee", "asha@example.org", officer, NameChange::Substitution),
            ("Asha Verma", "asha@example.net", booker, NameChange::Substitution),
            ("Asha Verma", "asha@example.net", attendee, NameChange::Correction),
            ("Asha Verma", "asha@example.net", officer, NameChange::Correction),
            ("Ben Lee", "ben@example.org", booker, NameChange::Substitution),
            ("Ben Lee", "ben@example.org", officer, NameChange::Substitution),
        ];
        for (new_name, email, by, expected) in table {
            assert_eq!(change(new_name, email, by), expected, "{new_name} {email} {by:?}");
        }
    }
}
