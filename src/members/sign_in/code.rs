//! One-time codes: what they look like, how long they live, how they are kept.

use chrono::Duration;

use crate::kernel::EmailAddress;
use crate::kernel::TokenSource;
use crate::kernel::tokens::hash_secret;

/// How long a mailed code works (ASVS 6.5.5).
pub const CODE_LIFE: Duration = Duration::minutes(10);

/// How long the code that `create-admin` prints works.
pub(super) const PRINTED_CODE_LIFE: Duration = Duration::hours(1);

/// How often one code may be tried, the right try included.
pub(super) const MOST_TRIES: i32 = 5;

/// What somebody typed where a code is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TypedCode {
    /// Six digits, as mailed. Tried only against the code this browser asked for.
    Mailed(String),
    /// Sixteen letters and digits, as printed by `create-admin`; too many to be guessed.
    Printed(String),
    /// Neither.
    Neither,
}

/// Reads a typed code; spaces and hyphens, which people put in to read it, do not count.
pub(super) fn read_code(typed: &str) -> TypedCode {
    let kept: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    let has_only = |allowed: fn(&char) -> bool| kept.chars().all(|c| allowed(&c));
    match kept.chars().count() {
        6 if has_only(char::is_ascii_digit) => TypedCode::Mailed(kept),
        16 if has_only(char::is_ascii_alphanumeric) => TypedCode::Printed(kept.to_ascii_uppercase()),
        _ => TypedCode::Neither,
    }
}

/// A printed code, in four groups to be read off a screen.
pub(super) fn new_printed_code(tokens: &dyn TokenSource) -> String {
    let letters = tokens.reference() + &tokens.reference();
    let groups = [&letters[0..4], &letters[4..8], &letters[8..12], &letters[12..16]];
    groups.join("-")
}

/// What is stored: the code is worth nothing for another address.
pub(super) fn hash_code(address: &EmailAddress, code: &str) -> String {
    hash_secret(&format!("{}:{code}", address.folded()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::CountingTokens;

    #[test]
    fn codes_are_read_as_people_type_them() {
        let mailed = |digits: &str| TypedCode::Mailed(digits.to_owned());
        let table = [
            ("012345", mailed("012345")),
            (" 012 345\t", mailed("012345")),
            ("012-345", mailed("012345")),
            ("01234", TypedCode::Neither),
            ("0123456", TypedCode::Neither),
            ("０１２３４５", TypedCode::Neither),
            ("abcdef", TypedCode::Neither),
            ("abcd-efgh-2345-6789", TypedCode::Printed("ABCDEFGH23456789".to_owned())),
            ("", TypedCode::Neither),
        ];

        for (typed, wanted) in table {
            assert_eq!(read_code(typed), wanted, "{typed:?}");
        }
    }

    #[test]
    fn a_printed_code_is_read_back() {
        let printed = new_printed_code(&CountingTokens::new());

        assert_eq!(read_code(&printed.to_lowercase()), TypedCode::Printed(printed.replace('-', "")));
    }

    #[test]
    fn the_same_digits_for_another_address_are_another_code() {
        let [asha, ben] = ["asha@example.org", "ben@example.org"].map(|text| EmailAddress::parse(text).unwrap());

        assert_ne!(hash_code(&asha, "012345"), hash_code(&ben, "012345"));
        assert_eq!(hash_code(&asha, "012345"), hash_code(&EmailAddress::parse("ASHA@example.org").unwrap(), "012345"));
    }
}
