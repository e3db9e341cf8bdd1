//! What a day of the year means for the check, and a check in a sentence. Pure.

use chrono::NaiveDate;

use crate::members::desk::day_field::day_words;
use crate::members::registrations::{Outcome, is_time_to_check, year_began_on, year_ends_on};

/// What officers should know today about when to check (rules 2.1).
pub(super) fn season_words(today: NaiveDate) -> String {
    let (began, ends) = (year_began_on(today), year_ends_on(today));
    if !is_time_to_check(today) {
        return format!(
            "Registrations had to be renewed by 30 November. The register may still show last year in the first days of \
             December, so check from 15 December: it will then say until {}.",
            day_words(ends)
        );
    }
    format!(
        "Registrations run to 30 November and new dates show from 1 December, so the time for the yearly check is the middle \
         of December. Whoever was not checked since {} is due; a check made now is good until {}.",
        day_words(began),
        day_words(ends)
    )
}

/// "Registered until 30 November 2027, checked on 16 December 2026".
pub(super) fn check_words(outcome: Outcome, until: Option<NaiveDate>, on: NaiveDate) -> String {
    let until = until.map(|day| format!(" until {}", day_words(day)));
    let said = match outcome {
        Outcome::Matched => format!("Registered{}", until.unwrap_or_default()),
        Outcome::NameDiffers => "Registered under another name".to_owned(),
        Outcome::NotFound => "Not found in the register".to_owned(),
        Outcome::NotRegistered => until
            .map_or_else(|| "Not registered".to_owned(), |until| format!("Not registered: the register says{until}")),
    };
    format!("{said}, checked on {}", day_words(on))
}

/// "1 person", "12 people".
pub(super) fn people(count: u64) -> String {
    if count == 1 { "1 person".to_owned() } else { format!("{count} people") }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn rule_2_1_the_first_days_of_december_are_too_early() {
        let table = [
            ("2026-11-30", "not checked since 1 December 2025 is due; a check made now is good until 30 November 2026"),
            ("2026-12-01", "check from 15 December: it will then say until 30 November 2027"),
            ("2026-12-14", "check from 15 December"),
            ("2026-12-15", "not checked since 1 December 2026 is due; a check made now is good until 30 November 2027"),
        ];
        for (today, words) in table {
            let said = season_words(day(today));
            assert!(said.contains(words), "{today}: {said}");
        }
    }

    #[test]
    fn a_check_is_a_sentence() {
        let (on, until) = (day("2026-12-16"), Some(day("2027-11-30")));
        let table = [
            (Outcome::Matched, until, "Registered until 30 November 2027, checked on 16 December 2026"),
            (Outcome::Matched, None, "Registered, checked on 16 December 2026"),
            (Outcome::NameDiffers, until, "Registered under another name, checked on 16 December 2026"),
            (Outcome::NotFound, None, "Not found in the register, checked on 16 December 2026"),
            (Outcome::NotRegistered, None, "Not registered, checked on 16 December 2026"),
            (
                Outcome::NotRegistered,
                Some(day("2026-11-30")),
                "Not registered: the register says until 30 November 2026, checked on 16 December 2026",
            ),
        ];
        for (outcome, until, words) in table {
            assert_eq!(check_words(outcome, until, on), words);
        }
    }
}
