//! Counts without names (REP-6): how many people need what, with fewer than five hidden. Pure.

use std::collections::BTreeMap;

use super::need::{Need, Needs};

/// Fewer people than this are not counted out loud.
pub const FEWEST_SHOWN: i32 = 5;
/// The count of everybody who told anything.
pub const ANYTHING: &str = "anything";
/// The count of those who said what they eat.
pub const DIETARY: &str = "dietary";

/// How many of these need what, by word; nothing that nobody needs.
pub fn count<'a>(all: impl IntoIterator<Item = &'a Needs>) -> BTreeMap<&'static str, i32> {
    let mut counts = BTreeMap::new();
    for needs in all.into_iter().filter(|needs| !needs.is_empty()) {
        let dietary = (!needs.dietary.is_empty()).then_some(DIETARY);
        let words = needs.ticked.iter().map(|need| need.word()).chain(dietary).chain([ANYTHING]);
        for word in words {
            *counts.entry(word).or_default() += 1;
        }
    }
    counts
}

/// "12", or "fewer than 5".
pub fn shown(people: i32) -> String {
    if people < FEWEST_SHOWN { format!("fewer than {FEWEST_SHOWN}") } else { people.to_string() }
}

/// The counts as anybody at the desk may read them: what, and how many. Where the whole is small nothing more is said.
pub fn for_everyone(counts: &BTreeMap<String, i32>) -> Vec<(String, String)> {
    let Some(all) = counts.get(ANYTHING) else { return Vec::new() };
    let mut lines = vec![("Told us of needs".to_owned(), shown(*all))];
    if *all >= FEWEST_SHOWN {
        let labels = Need::ALL.map(|need| (need.word(), need.label()));
        let labels = labels.into_iter().chain([(DIETARY, "Diet")]);
        lines.extend(labels.filter_map(|(word, label)| Some((label.to_owned(), shown(*counts.get(word)?)))));
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    fn told(ticked: &[Need], dietary: &str) -> Needs {
        Needs { ticked: ticked.iter().copied().collect(), more: String::new(), dietary: dietary.to_owned() }
    }

    #[test]
    fn rep_6_fewer_than_five_are_hidden_and_a_small_whole_says_nothing_more() {
        assert_eq!(shown(4), "fewer than 5");
        assert_eq!(shown(5), "5");
        let four: Vec<Needs> = (0..4).map(|_| told(&[Need::Breaks], "")).collect();
        let many: Vec<Needs> = (0..6)
            .map(|n| told(&[Need::Breaks], if n == 0 { "Vegan" } else { "" }))
            .chain([Needs::default()])
            .collect();
        let words = |all: &[Needs]| {
            for_everyone(&count(all).into_iter().map(|(word, people)| (word.to_owned(), people)).collect())
        };

        assert_eq!(words(&[]), []);
        assert_eq!(words(&four), [("Told us of needs".to_owned(), "fewer than 5".to_owned())]);
        let wanted = [("Told us of needs", "6"), ("Breaks, or more of them", "6"), ("Diet", "fewer than 5")];
        assert_eq!(words(&many), wanted.map(|(label, people)| (label.to_owned(), people.to_owned())));
    }
}
