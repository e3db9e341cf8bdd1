//! Numbers arranged in lists of at most a hundred, and such a list as a file. Pure.

use crate::kernel::spreadsheet_cell::defused;

/// As many numbers as the public search takes at a time (rules 2.1).
pub const MOST_NUMBERS: usize = 100;

/// Somebody whose number is to be looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Numbered {
    /// Their id.
    pub person_id: i64,
    /// The number, tidied.
    pub number: String,
}

/// One list of numbers.
pub type NumberList = Vec<Numbered>;

/// Everybody on lists of at most [`MOST_NUMBERS`] numbers. Two records with one number share a list.
pub fn arrange(mut people: Vec<Numbered>) -> Vec<NumberList> {
    people.sort_by(|one, other| (&one.number, one.person_id).cmp(&(&other.number, other.person_id)));
    let mut lists: Vec<NumberList> = Vec::new();
    let mut numbers = MOST_NUMBERS;
    let mut last = None;
    for person in people {
        if last.as_ref() != Some(&person.number) {
            if numbers == MOST_NUMBERS {
                lists.push(Vec::new());
                numbers = 0;
            }
            numbers += 1;
        }
        last = Some(person.number.clone());
        if let Some(list) = lists.last_mut() {
            list.push(person);
        }
    }
    lists
}

/// The file of a list: one number a line and no heading, so that it can be pasted into the search whole. No cell that a
/// spreadsheet would run (S13).
pub fn numbers_file(numbers: impl IntoIterator<Item = String>) -> String {
    let mut numbers: Vec<String> = numbers.into_iter().map(defused).collect();
    numbers.sort();
    numbers.dedup();
    let line = |number: String| {
        let is_plain = number.chars().all(char::is_alphanumeric);
        if is_plain { format!("{number}\r\n") } else { format!("\"{}\"\r\n", number.replace('"', "\"\"")) }
    };
    numbers.into_iter().map(line).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn people(count: i64) -> Vec<Numbered> {
        (1..=count).map(|id| Numbered { person_id: id, number: format!("SW{id}") }).collect()
    }

    #[test]
    fn rule_2_1_a_list_has_at_most_a_hundred_numbers() {
        let table: [(i64, &[usize]); 5] =
            [(0, &[]), (1, &[1]), (100, &[100]), (101, &[100, 1]), (250, &[100, 100, 50])];
        for (count, wanted) in table {
            let lists: Vec<usize> = arrange(people(count)).iter().map(Vec::len).collect();
            assert_eq!(lists, wanted, "{count}");
        }
    }

    #[test]
    fn two_records_with_one_number_share_a_list() {
        let mut all = people(100);
        all.extend(all.clone().into_iter().map(|one| Numbered { person_id: one.person_id + 1_000, ..one }));

        let lists = arrange(all);

        assert_eq!(lists.iter().map(Vec::len).collect::<Vec<_>>(), [200]);
        assert_eq!(numbers_file(lists[0].iter().map(|one| one.number.clone())).lines().count(), 100);
    }

    #[test]
    fn s13_the_file_has_a_number_a_line_and_nothing_that_a_spreadsheet_runs() {
        let numbers = ["SW2", "SW1", "=1+1", "SW2"].map(str::to_owned);

        assert_eq!(numbers_file(numbers), "\"'=1+1\"\r\nSW1\r\nSW2\r\n");
    }
}
