//! One way to decide that two spellings are the same to a person.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Compatibility caseless form (Unicode definition 146, then composed): case, width, ligatures and the
/// order of accents no longer differ. For comparing, never for showing.
pub(super) fn folded(text: &str) -> String {
    let mut form: String = text.nfd().collect();
    for _ in 0..2 {
        form = caseless::default_case_fold_str(&form).nfkd().collect();
    }
    form.nfc().collect()
}

/// Folded, and without accents: "Siân" and "sian" are one. For looking up, where somebody may not have the accent at hand; two
/// names that agree here may still be two names.
pub fn without_accents(text: &str) -> String {
    let folded = folded(text);
    let bare = folded.nfd().filter(|letter| !is_combining_mark(*letter)).map(|letter| match letter {
        'đ' => 'd',
        'ø' => 'o',
        'ł' => 'l',
        'ı' => 'i',
        other => other,
    });
    bare.nfc().collect()
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

    #[test]
    fn accents_do_not_stand_in_the_way_of_finding_somebody() {
        let table = [
            ("Siân O’Neill", "sian o’neill"),
            ("Nguyễn Thị", "nguyen thi"),
            ("Đặng", "dang"),
            ("Łukasz", "lukasz"),
            ("Ŵyn", "wyn"),
        ];

        for (name, wanted) in table {
            assert_eq!(without_accents(name), wanted);
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
