//! What officers type about a customer.

use crate::kernel::EmailAddress;
use crate::kernel::short_text::{clean_block, clean_line};
use crate::payments::customers::CustomerTerms;
use crate::payments::customers::store::CustomerRow;
use crate::web::{FieldErrors, FormView, Posted};

const LONGEST_TERMS: i32 = 120;

/// The record as a form.
pub(super) fn filled(row: &CustomerRow) -> FormView {
    FormView::filled([
        ("name", row.name.clone()),
        ("address", row.address.clone()),
        ("email", row.email.clone()),
        ("contact_name", row.contact_name.clone()),
        ("terms_days", row.terms_days.to_string()),
        ("requires_po", ticked(row.requires_po)),
        ("reminders_paused", ticked(row.reminders_paused)),
        ("reason", String::new()),
    ])
}

/// The same with what was typed.
pub(super) fn typed(form: &Posted) -> FormView {
    let fields =
        ["name", "address", "email", "contact_name", "terms_days", "requires_po", "reminders_paused", "reason"];
    FormView::filled(fields.map(|name| (name, form.get(name))))
}

fn ticked(is: bool) -> String {
    if is { "yes".to_owned() } else { String::new() }
}

/// The form in types, or everything that is wrong.
pub(super) fn read(form: &Posted) -> Result<CustomerTerms, FieldErrors> {
    let mut errors = FieldErrors::new();
    let name = errors.check("name", clean_line(form.get("name"), 200));
    let address = errors.check("address", clean_block(form.get("address"), 500));
    let email = errors.check("email", EmailAddress::parse(form.get("email")));
    let contact_name = match form.get("contact_name").trim() {
        "" => Some(String::new()),
        typed => errors.check("contact_name", clean_line(typed, 120)),
    };
    let terms_days = form.get("terms_days").trim().parse().ok().filter(|days| (0..=LONGEST_TERMS).contains(days));
    if terms_days.is_none() {
        errors.add("terms_days", "Enter a number of days from 0 to 120");
    }
    match (name, address, email, contact_name, terms_days, errors.is_empty()) {
        (Some(name), Some(address), Some(email), Some(contact_name), Some(terms_days), true) => Ok(CustomerTerms {
            name,
            address,
            email: email.as_str().to_owned(),
            contact_name,
            requires_po: form.has("requires_po"),
            terms_days,
            reminders_paused: form.has("reminders_paused"),
        }),
        _ => Err(errors),
    }
}
