//! Whether the register and we mean the same person by two names. Pure. When in doubt they differ: somebody looks, and nothing
//! else follows.

use std::collections::BTreeSet;

use crate::kernel::folding::without_accents;

/// Words before a name that are no part of it.
const TITLES: [&str; 8] = ["mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor"];

/// The same name but for accents, capitals, order, titles and middle names: every word of the shorter one, at least two, stands
/// in the longer one. A name of one word must be the same.
pub fn is_same_name(ours: &str, theirs: &str) -> bool {
    let (ours, theirs) = (words(ours), words(theirs));
    let (shorter, longer) = if ours.len() <= theirs.len() { (&ours, &theirs) } else { (&theirs, &ours) };
    match shorter.len() {
        0 => false,
        1 => shorter == longer,
        _ => shorter.is_subset(longer),
    }
}

fn words(name: &str) -> BTreeSet<String> {
    let folded = without_accents(name);
    // An apostrophe joins (O’Neill), a hyphen parts (Anne-Marie): registers leave either out.
    let joined: String = folded.chars().filter(|letter| !matches!(letter, '\'' | '’' | '‘' | '`')).collect();
    let parts = joined.split(|letter: char| !letter.is_alphanumeric()).filter(|part| !part.is_empty());
    parts.filter(|part| !TITLES.contains(part)).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spelling_order_titles_and_middle_names_make_no_other_name() {
        let table = [
            ("Siân O’Neill", "SIAN ONEILL"),
            ("Siân O’Neill", "O'Neill, Sian"),
            ("Asha Raghunathan", "Mrs Asha Priya Raghunathan"),
            ("Anne-Marie Duff", "Anne Marie Duff"),
            ("Nguyễn Thị Minh Khai", "Minh Khai Nguyen"),
            ("Madonna", "madonna"),
        ];
        for (ours, theirs) in table {
            assert!(is_same_name(ours, theirs), "{ours} and {theirs}");
            assert!(is_same_name(theirs, ours), "{theirs} and {ours}");
        }
    }

    #[test]
    fn another_word_makes_another_name() {
        let table = [
            ("Asha Raghunathan", "Asha Verma"),
            ("Asha Raghunathan", "Asha"),
            ("Asha Raghunathan", ""),
            ("", ""),
            ("Mr Mrs", "Mr Mrs"),
            ("Madonna", "Madonna Ciccone"),
        ];
        for (ours, theirs) in table {
            assert!(!is_same_name(ours, theirs), "{ours} and {theirs}");
        }
    }
}
