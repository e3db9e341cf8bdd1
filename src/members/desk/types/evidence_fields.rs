//! The fields of a type's form that say what applicants must show: a role, an employer, years since qualifying, a declaration in
//! the type's own words (rules 2.1).

use super::views::{Choice, Fact};
use crate::members::membership::{EvidenceAsked, MOST_YEARS, TypeVersion, years_words};
use crate::members::practice::PracticeRole;
use crate::web::{FieldErrors, FormView, Posted, TextInput};

const DECLARATION: TextInput = TextInput::block("declaration", "declaration", 2_000).optional();

/// The fields filled from what a version asks.
pub(super) fn fill(form: &mut FormView, asked: &EvidenceAsked) {
    let tick = |ticked: bool| if ticked { "yes" } else { "" };
    form.set("needed_role", asked.role.map(PracticeRole::word).unwrap_or_default());
    form.set("asks_employer", tick(asked.employer));
    form.set("asks_years", tick(asked.least_years.is_some()));
    form.set("least_years", asked.least_years.map(|years| years.to_string()).unwrap_or_default());
    form.set("declaration", asked.declaration.as_str());
}

/// Reads the fields; what is wrong stands beside its field.
pub(super) fn read(form: &Posted, errors: &mut FieldErrors) -> EvidenceAsked {
    let word = form.get("needed_role");
    let role = PracticeRole::parse(word);
    if role.is_none() && !word.is_empty() {
        errors.add("needed_role", "Choose a role from the list, or none");
    }
    EvidenceAsked {
        role,
        employer: form.has("asks_employer"),
        least_years: read_years(form, errors),
        declaration: DECLARATION.read(form, errors),
    }
}

fn read_years(form: &Posted, errors: &mut FieldErrors) -> Option<u32> {
    let typed = form.get("least_years").trim();
    if !form.has("asks_years") {
        if !typed.is_empty() {
            errors.add("asks_years", "Tick this to ask for years, or leave the number empty");
        }
        return None;
    }
    if typed.is_empty() {
        return Some(0);
    }
    let is_plain = typed.bytes().all(|byte| byte.is_ascii_digit());
    let years = typed.parse().ok().filter(|years| is_plain && *years <= MOST_YEARS);
    if years.is_none() {
        errors.add("least_years", format!("Enter a whole number of years from 0 to {MOST_YEARS}, or leave it empty"));
    }
    years
}

/// The roles that may be needed, as choices.
pub(super) fn roles() -> Vec<Choice> {
    PracticeRole::ALL.map(|role| Choice { value: role.word(), label: role.label() }).into()
}

/// What a version asks, in words.
pub(super) fn facts(version: &TypeVersion) -> Vec<Fact> {
    let asked = &version.evidence;
    let years = asked.least_years.map(|least| match least {
        0 => "Asked, and none expected".to_owned(),
        least => format!("{} at least", years_words(least)),
    });
    let or = |given: Option<String>, none: &str| given.unwrap_or_else(|| none.to_owned());
    let declaration = Some(asked.declaration.clone()).filter(|words| !words.is_empty());
    vec![
        Fact { label: "Role needed", value: or(asked.role.map(|role| role.label().to_owned()), "Any") },
        Fact { label: "Needs an employer", value: if asked.employer { "Yes" } else { "No" }.to_owned() },
        Fact { label: "Years since qualifying", value: or(years, "Not asked") },
        Fact { label: "Declaration of its own", value: or(declaration, "None") },
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(pairs: &[(&str, &str)]) -> (EvidenceAsked, Vec<String>) {
        let mut errors = FieldErrors::new();
        let asked = read(&Posted::of(pairs), &mut errors);
        (asked, errors.iter().map(|error| error.field.clone()).collect())
    }

    #[test]
    fn rules_2_1_what_a_type_asks_is_read_and_shown_again() {
        let all = [
            ("needed_role", "iro"),
            ("asks_employer", "yes"),
            ("asks_years", "yes"),
            ("least_years", "5"),
            ("declaration", "I review plans.\r\nI do so alone."),
        ];
        let (asked, wrong) = fields(&all);
        assert_eq!(wrong, [""; 0]);
        assert_eq!(asked.least_years, Some(5));
        assert_eq!(asked.declaration, "I review plans.\nI do so alone.");

        let mut form = FormView::default();
        fill(&mut form, &asked);
        let again: Vec<(&str, &str)> =
            form.fields.iter().map(|(name, field)| (name.as_str(), field.value.as_str())).collect();
        assert_eq!(fields(&again).0, asked);
        assert_eq!(fields(&[]).0, EvidenceAsked::NOTHING);
        assert_eq!(fields(&[("asks_years", "yes")]).0.least_years, Some(0));
    }

    #[test]
    fn what_is_wrong_is_said_beside_its_field() {
        let long = "x".repeat(2_001);
        let table: [(&[(&str, &str)], &str); 6] = [
            (&[("needed_role", "king")], "needed_role"),
            (&[("least_years", "5")], "asks_years"),
            (&[("asks_years", "yes"), ("least_years", "61")], "least_years"),
            (&[("asks_years", "yes"), ("least_years", "-1")], "least_years"),
            (&[("asks_years", "yes"), ("least_years", "five")], "least_years"),
            (&[("declaration", &long)], "declaration"),
        ];

        for (pairs, wanted) in table {
            assert_eq!(fields(pairs).1, [wanted], "{wanted}");
        }
    }
}
