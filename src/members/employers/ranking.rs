//! Which of the employers found comes first.

/// How well a folded name answers a folded question, the lowest best: the very name, its beginning, the beginning of its words,
/// or somewhere inside.
pub(super) fn rank(name: &str, asked: &str, words: &[String]) -> u8 {
    let begins_a_word = |word: &String| name.split(' ').any(|own| own.starts_with(word.as_str()));
    match () {
        () if name == asked || name == words.join(" ") => 0,
        () if name.starts_with(asked) || name.starts_with(&words.join(" ")) => 1,
        () if words.iter().all(begins_a_word) => 2,
        () => 3,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_very_name_comes_before_its_beginning_and_that_before_the_rest() {
        let table = [
            ("derby", "derby", 0),
            ("derbyshire", "derby", 1),
            ("north east derbyshire", "derby", 2),
            ("xderby", "derby", 3),
            ("birmingham childrens trust", "birmingham trust", 2),
            ("camden", "london borough of camden", 3),
        ];

        for (name, asked, wanted) in table {
            let words: Vec<String> = asked.split(' ').map(str::to_owned).collect();
            assert_eq!(rank(name, asked, &words), wanted, "{name} for {asked}");
        }
        assert_eq!(rank("camden", "london borough of camden", &["camden".to_owned()]), 0);
    }
}
