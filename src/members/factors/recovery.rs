//! Recovery codes: what they look like, and how people type them. Pure.

use crate::kernel::TokenSource;

/// How many somebody is given at once.
pub(super) const HOW_MANY: usize = 10;

/// Letters and figures of one code: 31 to the power of 10 are some 49 bits, far too many to try against our limits.
const CHARS: usize = 10;

/// What somebody typed where their second factor is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TypedFactor {
    /// Six figures of an authenticator app.
    Totp(String),
    /// A recovery code, without its hyphen.
    Recovery(String),
    /// Neither.
    Neither,
}

/// Reads it; spaces and hyphens do not count, nor does the case of letters.
pub(super) fn read_factor(typed: &str) -> TypedFactor {
    let kept: String = typed.chars().filter(|c| !c.is_whitespace() && *c != '-').collect();
    match kept.chars().count() {
        6 if kept.chars().all(|c| c.is_ascii_digit()) => TypedFactor::Totp(kept),
        CHARS if kept.chars().all(|c| c.is_ascii_alphanumeric()) => TypedFactor::Recovery(kept.to_ascii_uppercase()),
        _ => TypedFactor::Neither,
    }
}

/// A new set, none like another, without look-alike letters.
pub(super) fn new_codes(tokens: &dyn TokenSource) -> Vec<String> {
    let one = || (tokens.reference() + &tokens.reference()).chars().take(CHARS).collect::<String>();
    (0..HOW_MANY).map(|_| one()).collect()
}

/// A code as it is printed: two groups.
pub(super) fn printed(code: &str) -> String {
    let (first, second) = code.split_at(code.len() / 2);
    format!("{first}-{second}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::RandomTokens;

    #[test]
    fn a_printed_code_is_read_back_however_it_is_typed() {
        let codes = new_codes(&RandomTokens);

        assert_eq!(codes.len(), 10);
        for code in codes {
            let shown = printed(&code);
            assert_eq!(shown.len(), 11);
            for typed in
                [shown.clone(), shown.to_lowercase(), shown.replace('-', ""), format!(" {} ", shown.replace('-', " "))]
            {
                assert_eq!(read_factor(&typed), TypedFactor::Recovery(code.clone()), "{typed}");
            }
        }
    }

    #[test]
    fn six_figures_are_of_an_app_and_the_rest_is_nothing() {
        let table = [
            ("012345", TypedFactor::Totp("012345".to_owned())),
            (" 012 345", TypedFactor::Totp("012345".to_owned())),
            ("", TypedFactor::Neither),
            ("01234", TypedFactor::Neither),
            ("ABCDE-FGHJ", TypedFactor::Neither),
            ("ABCDE-FGHJ!", TypedFactor::Neither),
            ("٠١٢٣٤٥", TypedFactor::Neither),
        ];

        for (typed, wanted) in table {
            assert_eq!(read_factor(typed), wanted, "{typed}");
        }
    }
}
