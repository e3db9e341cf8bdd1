//! The form of a version: what officers type, made into a [`TypeVersion`] and its first day.

use chrono::NaiveDate;

use super::{evidence_fields, term_fields};
use crate::kernel::Pence;
use crate::members::desk::day_field::read_day;
use crate::members::membership::{AppliedForBy, TypeVersion};
use crate::web::{FieldErrors, FormView, Posted, TextInput};

const NAME: TextInput = TextInput::line("name", "name", 60);
const WHO_FOR: TextInput = TextInput::line("who_for", "sentence about who it is for", 200);
const RIGHTS: TextInput = TextInput::block("rights", "list of rights", 1_000).optional();
const HIGHEST_PRICE: Pence = Pence::new(1_000_000);
/// The longest code of a type.
const LONGEST_CODE: usize = 30;

const FIELDS: [&str; 29] = [
    "code",
    "valid_from",
    "name",
    "who_for",
    "rights",
    "applied_for_by",
    "term_kind",
    "term_months",
    "year_starts_month",
    "year_starts_day",
    "rolls_over_month",
    "rolls_over_day",
    "part_prices",
    "lowest_price",
    "rejoin_months",
    "needs_decision",
    "needs_second_decider",
    "asks_registration",
    "needed_role",
    "asks_employer",
    "asks_years",
    "least_years",
    "declaration",
    "renewal_needs_decision",
    "has_vote",
    "gives_member_price",
    "is_in_directory",
    "joining_price",
    "renewal_price",
];

/// The form of a new type.
pub(super) fn blank(today: NaiveDate) -> FormView {
    let mut form = FormView::blank(&FIELDS);
    form.set("valid_from", today.to_string());
    form.set("applied_for_by", AppliedForBy::Anyone.word());
    term_fields::blank(&mut form);
    form.set("gives_member_price", "yes");
    form.set("is_in_directory", "yes");
    form
}

/// The form filled from a version, to change what is to be different from a day on.
pub(super) fn filled(version: &TypeVersion, valid_from: NaiveDate) -> FormView {
    let pounds = term_fields::pounds;
    let tick = |ticked: bool| if ticked { "yes".to_owned() } else { String::new() };
    let mut form = FormView::filled([
        ("code", String::new()),
        ("valid_from", valid_from.to_string()),
        ("name", version.name.clone()),
        ("who_for", version.who_for.clone()),
        ("rights", version.rights.clone()),
        ("applied_for_by", version.applied_for_by.word().to_owned()),
        ("needs_decision", tick(version.needs_decision)),
        ("needs_second_decider", tick(version.needs_second_decider)),
        ("asks_registration", tick(version.asks_registration)),
        ("renewal_needs_decision", tick(version.renewal_needs_decision)),
        ("has_vote", tick(version.has_vote)),
        ("gives_member_price", tick(version.gives_member_price)),
        ("is_in_directory", tick(version.is_in_directory)),
        ("joining_price", pounds(version.joining_price)),
        ("renewal_price", pounds(version.renewal_price)),
    ]);
    term_fields::fill(&mut form, version);
    evidence_fields::fill(&mut form, &version.evidence);
    form
}

/// The form as it was typed.
pub(super) fn typed(form: &Posted) -> FormView {
    FormView::filled(FIELDS.map(|field| (field, form.get(field))))
}

/// The version and its first day, or everything that is wrong.
pub(super) fn read_version(form: &Posted) -> Result<(NaiveDate, TypeVersion), FieldErrors> {
    let mut errors = FieldErrors::new();
    let valid_from = read_first_day(form, &mut errors);
    let applied_for_by = AppliedForBy::parse(form.get("applied_for_by"));
    let applied_for_by = applied_for_by.filter(|who| AppliedForBy::OFFERED.contains(who));
    if applied_for_by.is_none() {
        errors.add("applied_for_by", "Choose who may ask for it");
    }
    let term = term_fields::read(form, &mut errors);
    let version = TypeVersion {
        name: NAME.read(form, &mut errors),
        who_for: WHO_FOR.read(form, &mut errors),
        rights: RIGHTS.read(form, &mut errors),
        applied_for_by: applied_for_by.unwrap_or(AppliedForBy::Trustees),
        term_months: term.months,
        fixed_year: term.fixed_year,
        rejoin_months: term.rejoin_months,
        needs_decision: form.has("needs_decision"),
        needs_second_decider: form.has("needs_second_decider"),
        asks_registration: form.has("asks_registration"),
        evidence: evidence_fields::read(form, &mut errors),
        renewal_needs_decision: form.has("renewal_needs_decision"),
        has_vote: form.has("has_vote"),
        gives_member_price: form.has("gives_member_price"),
        is_in_directory: form.has("is_in_directory"),
        joining_price: read_price(form, "joining_price", &mut errors),
        renewal_price: read_price(form, "renewal_price", &mut errors),
    };
    if version.needs_second_decider && !version.needs_decision {
        errors.add("needs_second_decider", "Two people can only decide what is decided: tick the box above too");
    }
    if version.renewal_needs_decision && version.applied_for_by != AppliedForBy::Anyone {
        errors.add("renewal_needs_decision", "Nobody could apply to renew: let anyone apply, or leave this box empty");
    }
    match valid_from {
        Some(valid_from) if errors.is_empty() => Ok((valid_from, version)),
        _ => Err(errors),
    }
}

/// A short lasting word in small letters.
pub(super) fn read_code(form: &Posted) -> Result<String, FieldErrors> {
    let code = form.get("code").trim().to_lowercase();
    let is_plain = code.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-');
    if code.is_empty() || code.len() > LONGEST_CODE || !is_plain || code == "new" {
        let words = format!(
            "Enter a short word of letters, digits and hyphens, such as “student”, {LONGEST_CODE} characters at most"
        );
        return Err(FieldErrors::one("code", words));
    }
    Ok(code)
}

/// The first day on which a type can no longer be had; none when the field is empty.
pub(super) fn read_closed_on(form: &Posted, today: NaiveDate) -> Result<Option<NaiveDate>, FieldErrors> {
    match read_day(form.get("closed_on")) {
        Ok(Some(day)) if day < today => Err(FieldErrors::one("closed_on", "Enter today or a day to come")),
        Ok(day) => Ok(day),
        Err(error) => Err(FieldErrors::one("closed_on", error.to_string())),
    }
}

fn read_first_day(form: &Posted, errors: &mut FieldErrors) -> Option<NaiveDate> {
    let day = errors.check("valid_from", read_day(form.get("valid_from")))?;
    if day.is_none() {
        errors.add("valid_from", "Enter the first day on which this holds");
    }
    day
}

pub(super) fn read_price(form: &Posted, field: &'static str, errors: &mut FieldErrors) -> Pence {
    match errors.check(field, Pence::parse_pounds(form.get(field))) {
        Some(price) if price > HIGHEST_PRICE => {
            errors.add(field, format!("Enter {HIGHEST_PRICE} or less"));
            Pence::ZERO
        }
        Some(price) => price,
        None => Pence::ZERO,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: [(&str, &str); 8] = [
        ("valid_from", "1 dec 2026"),
        ("name", "Student"),
        ("who_for", "Social work students"),
        ("rights", "Meetings\nA newsletter"),
        ("applied_for_by", "anyone"),
        ("term_months", "12"),
        ("joining_price", "20"),
        ("renewal_price", "22.50"),
    ];

    fn with(field: &'static str, value: &'static str) -> Posted {
        let mut fields: Vec<(&str, &str)> = GOOD.into_iter().filter(|(name, _)| *name != field).collect();
        fields.push((field, value));
        Posted::of(&fields)
    }

    #[test]
    fn a_version_is_read_with_its_first_day_and_prices() {
        let (from, version) = read_version(&with("has_vote", "yes")).unwrap();

        assert_eq!(from.to_string(), "2026-12-01");
        assert!(version.has_vote && !version.gives_member_price);
        assert_eq!((version.joining_price, version.renewal_price), (Pence::new(2_000), Pence::new(2_250)));
    }

    #[test]
    fn what_is_wrong_is_said_beside_its_field() {
        let table = [
            ("valid_from", ""),
            ("valid_from", "31 feb 2026"),
            ("name", ""),
            ("who_for", ""),
            ("applied_for_by", "everyone"),
            ("applied_for_by", "invitation"),
            ("term_months", "0"),
            ("term_months", "+5"),
            ("term_months", "61"),
            ("rejoin_months", "x"),
            ("joining_price", "-1"),
            ("renewal_price", "10000.01"),
            ("needs_second_decider", "yes"),
        ];

        for (field, value) in table {
            let errors = read_version(&with(field, value)).unwrap_err();
            assert_eq!(errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), [field], "{value:?}");
        }
    }

    #[test]
    fn a_code_is_a_plain_word() {
        assert_eq!(read_code(&Posted::of(&[("code", " Student-2 ")])), Ok("student-2".to_owned()));
        for bad in ["", "new", "a b", "é", "../x", "a very long code that goes on and on"] {
            assert!(read_code(&Posted::of(&[("code", bad)])).is_err(), "{bad}");
        }
    }
}
