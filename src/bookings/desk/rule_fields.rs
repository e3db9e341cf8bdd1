//! The fields of a date that most leave alone: until when people can be exchanged (SUB-4), and that it is booked with a code only
//! (ELG-12). Pure.

use crate::bookings::sale::BookingRules;
use crate::web::{FieldErrors, FormView, Posted};

/// The fields, in the order of the page.
pub const FIELDS: [&str; 2] = ["names_lock_days", "code_only"];

/// A year before is a slip of the keyboard.
const MOST_DAYS: i32 = 90;

/// What was typed, with what is wrong noted in `errors`.
pub fn read_rules(posted: &Posted, errors: &mut FieldErrors) -> BookingRules {
    let typed = posted.get("names_lock_days").trim();
    let is_plain = typed.bytes().all(|byte| byte.is_ascii_digit());
    let names_lock_days = typed.parse::<i32>().ok().filter(|days| is_plain && (0..=MOST_DAYS).contains(days));
    if !typed.is_empty() && names_lock_days.is_none() {
        errors.add("names_lock_days", format!("Enter a whole number of days from 0 to {MOST_DAYS}, or leave it empty"));
    }
    BookingRules { names_lock_days, code_only: posted.has("code_only") }
}

/// Fills the fields from what is stored.
pub fn fill_rules(form: &mut FormView, rules: BookingRules) {
    form.set("names_lock_days", rules.names_lock_days.map(|days| days.to_string()).unwrap_or_default());
    form.set("code_only", if rules.code_only { "yes" } else { "" });
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sub_4_days_are_read_and_nothing_means_until_the_start() {
        let table = [
            ("", Some(None)),
            (" 0 ", Some(Some(0))),
            ("5", Some(Some(5))),
            ("90", Some(Some(90))),
            ("91", None),
            ("-1", None),
            ("+5", None),
            ("two", None),
        ];
        for (typed, expected) in table {
            let mut errors = FieldErrors::new();
            let rules = read_rules(&Posted::of(&[("names_lock_days", typed)]), &mut errors);
            let read = errors.is_empty().then_some(rules.names_lock_days);
            assert_eq!(read, expected, "{typed:?}");
        }
    }
}
