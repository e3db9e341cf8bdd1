//! Sets what a results file says against a list of numbers (rules 2.1). Nobody is judged by a row that could not be read. Pure.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::name_match::is_same_name;
use super::outcome::Outcome;
use super::results_file::{Found, ResultLine};
use crate::members::imports::folded_heading;

/// Words with which a register says that it does not know a number.
const UNKNOWN: [&str; 8] =
    ["notfound", "nomatch", "norecord", "noresult", "noresults", "notontheregister", "norecordfound", "nomatchfound"];
/// Words besides those that begin with "Registered" with which it says that somebody may practise.
const REGISTERED: [&str; 4] = ["current", "active", "live", "yes"];

/// Somebody whose number was looked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The item of the list.
    pub item_id: i64,
    /// The number, tidied.
    pub number: String,
    /// Their name as we know it.
    pub name: String,
}

/// What came of one item; no outcome when its row could not be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judged {
    /// The item of the list.
    pub item_id: i64,
    /// See the type.
    pub outcome: Option<Outcome>,
    /// What the register said.
    pub found: Found,
}

/// A row that was left out. Its words name nobody, so that they may be kept with the list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Problem {
    /// Its line.
    pub line: usize,
    /// Why.
    pub words: String,
}

/// Everything that came of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Judgement {
    /// One for each number asked for.
    pub judged: Vec<Judged>,
    /// Rows left out.
    pub problems: Vec<Problem>,
    /// Rows about numbers of the list, readable or not.
    pub rows_of_list: usize,
}

/// What one row comes to for somebody of this name.
pub fn judge(name: &str, found: &Found, today: NaiveDate) -> Outcome {
    let status = found.status.as_deref();
    if status.is_some_and(says_not_found) {
        return Outcome::NotFound;
    }
    let is_called_registered = status.is_none_or(says_registered);
    if !is_called_registered || found.until.is_some_and(|last| last < today) {
        return Outcome::NotRegistered;
    }
    match found.name.as_deref() {
        Some(theirs) if !is_same_name(name, theirs) => Outcome::NameDiffers,
        _ => Outcome::Matched,
    }
}

/// Whether the register's word means that it does not know the number.
pub(super) fn says_not_found(status: &str) -> bool {
    UNKNOWN.contains(&folded_heading(status).as_str())
}

/// Conditions of practice and warnings do not end a registration: "Registered with conditions" is registered.
fn says_registered(status: &str) -> bool {
    let folded = folded_heading(status);
    folded.starts_with("registered") || REGISTERED.contains(&folded.as_str())
}

/// Judges a whole list.
pub fn judge_list(asked: &[Asked], lines: Vec<ResultLine>, today: NaiveDate) -> Judgement {
    let numbers: BTreeSet<&str> = asked.iter().map(|one| one.number.as_str()).collect();
    let mut rows: BTreeMap<String, (usize, Found)> = BTreeMap::new();
    let mut unread: BTreeSet<String> = BTreeSet::new();
    let (mut problems, mut rows_of_list) = (Vec::new(), 0);
    for ResultLine { line, number, read } in lines {
        let number = number.filter(|number| numbers.contains(number.as_str()));
        rows_of_list += usize::from(number.is_some());
        match (number, read) {
            (Some(number), Ok(found)) => match rows.get(&number) {
                Some((first, _)) => problems.push(Problem { line, words: format!("The number of row {first} again") }),
                None => {
                    rows.insert(number, (line, found));
                }
            },
            (None, Ok(_)) => problems.push(Problem { line, words: "This number is not on the list".to_owned() }),
            (number, Err(words)) => {
                unread.extend(number);
                problems.push(Problem { line, words });
            }
        }
    }
    let judge_one = |one: &Asked| match rows.get(&one.number) {
        Some((_, found)) => {
            Judged { item_id: one.item_id, outcome: Some(judge(&one.name, found, today)), found: found.clone() }
        }
        None => Judged {
            item_id: one.item_id,
            outcome: (!unread.contains(&one.number)).then_some(Outcome::NotFound),
            found: Found::default(),
        },
    };
    Judgement { judged: asked.iter().map(judge_one).collect(), problems, rows_of_list }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn row(name: &str, status: &str, until: &str) -> Found {
        let some = |text: &str| Some(text.to_owned()).filter(|text| !text.is_empty());
        Found { name: some(name), status: some(status), until: until.parse().ok() }
    }

    #[test]
    fn rule_2_1_one_row_is_matched_or_says_why_not() {
        let today = day("2026-12-16");
        let table = [
            (row("Asha Verma", "Registered", "2027-11-30"), Outcome::Matched),
            (row("VERMA, Asha", "registered", ""), Outcome::Matched),
            (row("Asha Verma", "Registered with conditions", "2027-11-30"), Outcome::Matched),
            (row("", "", "2026-12-16"), Outcome::Matched),
            (row("", "", "2026-12-15"), Outcome::NotRegistered),
            (row("Asha Verma", "Registered", "2026-11-30"), Outcome::NotRegistered),
            (row("Asha Verma", "Lapsed", "2027-11-30"), Outcome::NotRegistered),
            (row("Asha Verma", "Not registered", ""), Outcome::NotRegistered),
            (row("Asha Verma", "Removed", ""), Outcome::NotRegistered),
            (row("Asha Quayle", "Registered", "2027-11-30"), Outcome::NameDiffers),
            (row("Asha Quayle", "Lapsed", ""), Outcome::NotRegistered),
            (row("", "No match", ""), Outcome::NotFound),
            (row("", "Not found.", ""), Outcome::NotFound),
        ];
        for (found, wanted) in table {
            assert_eq!(judge("Asha Verma", &found, today), wanted, "{found:?}");
        }
    }

    #[test]
    fn a_list_is_judged_and_rows_that_cannot_be_used_judge_nobody() {
        let asked: Vec<Asked> = ["SW1", "SW2", "SW3", "SW4"]
            .iter()
            .zip(1..)
            .map(|(number, item_id)| Asked { item_id, number: (*number).to_owned(), name: "Asha Verma".to_owned() })
            .collect();
        let line = |line, number: &str, read: Result<Found, &str>| ResultLine {
            line,
            number: Some(number.to_owned()).filter(|number| !number.is_empty()),
            read: read.map_err(str::to_owned),
        };
        let good = || Ok(row("Asha Verma", "Registered", "2027-11-30"));
        let lines = vec![
            line(2, "SW1", good()),
            line(3, "SW1", Ok(row("", "Lapsed", ""))),
            line(4, "SW2", Err("cut short")),
            line(5, "SW9", good()),
            line(6, "", Err("no number")),
            line(7, "SW4", Err("cut short")),
            line(8, "SW4", good()),
        ];

        let judgement = judge_list(&asked, lines, day("2026-12-16"));

        let outcomes: Vec<Option<Outcome>> = judgement.judged.iter().map(|one| one.outcome).collect();
        let (matched, not_found) = (Some(Outcome::Matched), Some(Outcome::NotFound));
        assert_eq!(outcomes, [matched, None, not_found, matched]);
        let problems: Vec<usize> = judgement.problems.iter().map(|problem| problem.line).collect();
        assert_eq!(problems, [3, 4, 5, 6, 7]);
        assert_eq!(judgement.rows_of_list, 5);
        assert!(judgement.problems.iter().all(|problem| !problem.words.contains("SW")));
    }
}
