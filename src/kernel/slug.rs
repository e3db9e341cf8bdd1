//! The readable end of a page's address, made from its title.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Long enough for a headline, short enough to be read out.
const LONGEST: usize = 80;

/// `The Role of the IRO` becomes `the-role-of-the-iro`: lower-case ASCII letters and digits joined by single hyphens, marks
/// over letters dropped, apostrophes passed over. Cut at a word at 80 characters; empty when nothing of that kind is left.
pub fn slug_of(title: &str) -> String {
    let folded =
        title.nfkd().filter(|c| !is_combining_mark(*c) && !matches!(c, '\'' | '’')).flat_map(char::to_lowercase);
    let spaced: String = folded.map(|c| if c.is_ascii_alphanumeric() { c } else { ' ' }).collect();
    let mut slug = String::new();
    for word in spaced.split_whitespace() {
        if slug.is_empty() {
            slug.push_str(&word[..word.len().min(LONGEST)]);
        } else if slug.len() + 1 + word.len() <= LONGEST {
            slug.push('-');
            slug.push_str(word);
        } else {
            break;
        }
    }
    slug
}

/// How many pages may share a stem.
const MOST_NAMESAKES: u32 = 500;

/// `stem`, `stem-2`, `stem-3`, … to try in turn.
pub fn numbered(stem: &str) -> impl Iterator<Item = String> {
    let rest = (2..=MOST_NAMESAKES).map(move |number| format!("{stem}-{number}"));
    std::iter::once(stem.to_owned()).chain(rest)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn titles_become_plain_addresses() {
        let table = [
            ("The Role of the IRO", "the-role-of-the-iro"),
            ("  Siân’s & O'Neill's — 2nd   talk! ", "sians-oneills-2nd-talk"),
            ("Nguyễn Thị Minh Khai", "nguyen-thi-minh-khai"),
            ("../../etc/passwd", "etc-passwd"),
            ("<script>", "script"),
            ("会议 🎉", ""),
            ("", ""),
        ];

        for (title, wanted) in table {
            assert_eq!(slug_of(title), wanted, "{title:?}");
        }
    }

    #[test]
    fn a_long_title_is_cut_at_a_word() {
        let slug = slug_of(&"reviewing ".repeat(30));

        assert_eq!(slug.len(), 79);
        assert!(slug.ends_with("-reviewing"));
        assert_eq!(slug_of(&"x".repeat(200)).len(), 80);
    }

    #[test]
    fn namesakes_are_numbered_from_two() {
        assert_eq!(numbered("iro").take(3).collect::<Vec<_>>(), ["iro", "iro-2", "iro-3"]);
    }

    proptest! {
        #[test]
        fn a_slug_is_always_fit_for_an_address_and_stays_itself(title in any::<String>()) {
            let slug = slug_of(&title);
            prop_assert!(slug.len() <= 80);
            prop_assert!(slug.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-'));
            prop_assert!(!slug.starts_with('-') && !slug.ends_with('-') && !slug.contains("--"));
            prop_assert_eq!(slug_of(&slug), slug);
        }
    }
}
