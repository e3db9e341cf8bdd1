//! One way to decide that two spellings are the same to a person.

use unicode_normalization::UnicodeNormalization;

/// Compatibility caseless form (Unicode definition 146, then composed): case, width, ligatures and the
/// order of accents no longer differ. For comparing, never for showing.
pub(super) fn folded(text: &str) -> String {
    let mut form: String = text.nfd().collect();
    for _ in 0..2 {
        form = caseless::default_case_fold_str(&form).nfkd().collect();
    }
    form.nfc().collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn spellings_that_look_alike_fold_together() {
        let table = [
            ("ASHA", "asha"),
            ("Zoë", "Zoe\u{308}"),
            ("STRASSE", "straße"),
            ("ｆull", "full"),
            ("ﬁona", "FIONA"),
            ("Σίσυφος", "ΣΊΣΥΦΟΣ"),
        ];

        for (one, other) in table {
            assert_eq!(folded(one), folded(other), "{one} and {other}");
        }
    }

    proptest! {
        #[test]
        fn folding_twice_changes_nothing(text in "\\PC{0,24}") {
            let once = folded(&text);

            prop_assert_eq!(folded(&once), once);
        }
    }
}
