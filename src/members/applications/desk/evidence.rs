//! What an application says, line by line, with the evidence its type asks for and the words that were declared.

use chrono::NaiveDate;

use super::views::Line;
use crate::kernel::uk_time::long_date;
use crate::members::applications::words::{address_words, place_words, registration_words, role_words};
use crate::members::applications::{Answers, ApplicationRecord};
use crate::members::membership::{TypeVersion, years_words};

/// The lines; `declared_from` is the first day of the type's version that was asked for.
pub(super) fn answer_lines(
    application: &ApplicationRecord,
    version: Option<&TypeVersion>,
    declared_from: Option<NaiveDate>,
) -> Vec<Line> {
    let answers = &application.answers;
    let lines = [
        ("Name", answers.name.clone()),
        ("Another email address", answers.second_email.clone()),
        ("What they do", role_words(answers)),
        ("Employer", answers.employer.words()),
        ("Registration", registration_words(answers)),
        ("Qualified for", qualified_words(answers, version)),
        ("Where they work", place_words(answers)),
        ("Address for the register", address_words(answers)),
        ("In their words", answers.statement.clone()),
        ("Declared", application.declaration.clone().unwrap_or_default()),
        (
            "Words of the declaration",
            declared_from.map(|day| format!("In force from {}", long_date(day))).unwrap_or_default(),
        ),
        ("Terms accepted", application.terms_version.clone().unwrap_or_default()),
    ];
    let given = lines.into_iter().filter(|(_, value)| !value.is_empty());
    given.map(|(label, value)| Line { label: label.to_owned(), value }).collect()
}

/// The years, and that they are fewer than the type expects, if they are; "" where nobody was asked.
fn qualified_words(answers: &Answers, version: Option<&TypeVersion>) -> String {
    let Some(years) = answers.years_qualified else { return String::new() };
    let least = version.and_then(|version| version.evidence.least_years).filter(|least| years < *least);
    match least {
        Some(least) => format!("{}; this type expects {} at least", years_words(years), years_words(least)),
        None => years_words(years),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::members::applications::answers::tests::version;
    use crate::members::membership::EvidenceAsked;

    #[test]
    fn rules_2_1_fewer_years_than_expected_are_said() {
        let five = EvidenceAsked { least_years: Some(5), ..EvidenceAsked::NOTHING };
        let version = TypeVersion { evidence: five, ..version(false) };
        let words = |years| qualified_words(&Answers { years_qualified: years, ..Answers::default() }, Some(&version));

        assert_eq!(words(None), "");
        assert_eq!(words(Some(5)), "5 years");
        assert_eq!(words(Some(1)), "1 year; this type expects 5 years at least");
    }
}
