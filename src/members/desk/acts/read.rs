//! Reads the fields of an act. Pure.

use chrono::NaiveDate;

use crate::members::desk::day_field::read_day;
use crate::web::{FieldErrors, Posted, TextInput};

/// The rule for the reason of every act.
pub(super) const REASON: TextInput = TextInput::block("reason", "reason", 1_000);
/// The rule for where a resolution is minuted.
pub(super) const MINUTE: TextInput = TextInput::line("minute", "place where the resolution is minuted", 200);

/// A day that must be there.
pub(super) fn required_day(form: &Posted, field: &'static str, errors: &mut FieldErrors) -> NaiveDate {
    optional_day(form, field, errors).unwrap_or_else(|| {
        if !errors.iter().any(|error| error.field == field) {
            errors.add(field, "Enter a date, like 4/9/2026 or 4 September 2026");
        }
        NaiveDate::MIN
    })
}

/// A day that may be left out.
pub(super) fn optional_day(form: &Posted, field: &'static str, errors: &mut FieldErrors) -> Option<NaiveDate> {
    errors.check(field, read_day(form.get(field))).flatten()
}

/// One of the choices that the page offers.
pub(super) fn chosen<T>(
    form: &Posted,
    (field, parse): (&'static str, impl Fn(&str) -> Option<T>),
    errors: &mut FieldErrors,
) -> Option<T> {
    let read = parse(form.get(field));
    if read.is_none() {
        errors.add(field, "Choose one of the list");
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_day_that_must_be_there_is_asked_for_once() {
        let read = |typed: &str| {
            let mut errors = FieldErrors::new();
            let day = required_day(&Posted::of(&[("from", typed)]), "from", &mut errors);
            (day, errors.iter().map(|error| error.message.clone()).collect::<Vec<_>>())
        };

        assert_eq!(read("2026-09-04").0.to_string(), "2026-09-04");
        assert_eq!(read(" ").1, ["Enter a date, like 4/9/2026 or 4 September 2026"]);
        assert_eq!(read("31 feb 2026").1, ["Enter a date that exists, like 4/9/2026 or 4 September 2026"]);
    }
}
