//! What officers type when they decide.

use crate::members::applications::{DecideApplication, Decision, RefusalReason};
use crate::web::{FieldErrors, FormView, Posted, TextInput};

const FIELDS: [&str; 5] = ["decision", "reason_code", "reason", "minute_reference", "no_conflict"];
const REASON: TextInput = TextInput::block("reason", "words for the applicant", 4_000);
const MINUTE: TextInput = TextInput::line("minute_reference", "minute reference", 120).optional();

/// The form with nothing in it.
pub(super) fn blank() -> FormView {
    FormView::blank(&FIELDS)
}

/// The form as typed.
pub(super) fn typed(form: &Posted) -> FormView {
    FormView::filled(FIELDS.map(|name| (name, form.get(name))))
}

/// Reads a decision on `application_id` by `decider_id`.
pub(super) fn read_decision(
    form: &Posted,
    application_id: i64,
    decider_id: i64,
) -> Result<DecideApplication, FieldErrors> {
    let mut errors = FieldErrors::new();
    let decision = Decision::parse(form.get("decision"));
    if decision.is_none() {
        errors.add("decision", "Choose what you decide");
    }
    let reason_code = RefusalReason::parse(form.get("reason_code"));
    let must_read = decision.is_some_and(Decision::needs_words);
    if decision == Some(Decision::Refuse) && reason_code.is_none() {
        errors.add("reason_code", "Choose why it is refused");
    }
    let reason = if must_read { REASON } else { REASON.optional() }.read(form, &mut errors);
    let minute_reference = MINUTE.read(form, &mut errors);
    let has_no_conflict = form.has("no_conflict");
    if !has_no_conflict {
        errors.add(
            "no_conflict",
            "Tick the box, or leave the decision to somebody who has no interest of their own in it",
        );
    }
    match (decision, errors.is_empty()) {
        (Some(decision), true) => Ok(DecideApplication {
            application_id,
            decider_id,
            decision,
            reason_code: reason_code.filter(|_| decision == Decision::Refuse),
            reason,
            has_no_conflict,
            minute_reference,
        }),
        _ => Err(errors),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(fields: &[(&str, &str)]) -> Vec<String> {
        match read_decision(&Posted::of(fields), 1, 2) {
            Ok(_) => Vec::new(),
            Err(errors) => errors.iter().map(|error| error.field.clone()).collect(),
        }
    }

    #[test]
    fn a_decision_says_what_why_and_that_there_is_no_conflict() {
        let ticked = ("no_conflict", "yes");

        assert_eq!(wrong(&[]), ["decision", "no_conflict"]);
        assert!(wrong(&[("decision", "approve"), ticked]).is_empty());
        assert_eq!(wrong(&[("decision", "approve")]), ["no_conflict"]);
        assert_eq!(wrong(&[("decision", "ask"), ticked]), ["reason"]);
        assert_eq!(wrong(&[("decision", "refuse"), ticked]), ["reason_code", "reason"]);
        assert_eq!(wrong(&[("decision", "delete"), ticked]), ["decision"]);
        assert!(wrong(&[("decision", "refuse"), ("reason_code", "other"), ("reason", "No."), ticked]).is_empty());
        assert_eq!(wrong(&[("decision", "ask"), ("reason", "a\u{0}b"), ticked]), ["reason"]);
    }

    #[test]
    fn a_reason_of_refusal_is_kept_with_a_refusal_only() {
        let fields = [("decision", "approve"), ("reason_code", "conduct"), ("no_conflict", "yes")];

        assert_eq!(read_decision(&Posted::of(&fields), 1, 2).unwrap().reason_code, None);
    }
}
