//! What officers type at the desk.

use chrono::NaiveDate;

use crate::kernel::short_text::clean_line;
use crate::kernel::{Instant, Pence, uk_time};
use crate::web::{FieldErrors, FormView, Posted};

/// The longest bank reference; banks give 18 characters, some statements more.
const LONGEST_REFERENCE: usize = 80;

/// Money seen on the bank statement, as typed and understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::payments) struct BankMoney {
    pub(in crate::payments) amount: Pence,
    pub(in crate::payments) value_on: NaiveDate,
    pub(in crate::payments) bank_reference: String,
}

/// Reads the form "record money received".
pub(in crate::payments) fn read_bank_money(form: &Posted, now: Instant) -> Result<BankMoney, FieldErrors> {
    let mut errors = FieldErrors::new();
    let amount = errors.check("amount", Pence::parse_pounds(form.get("amount")));
    if amount == Some(Pence::ZERO) {
        errors.add("amount", "Enter an amount of more than £0");
    }
    let value_on = errors.check("value_on", read_date(form.get("value_on"), now));
    let bank_reference = read_reference(form, "bank_reference", &mut errors);
    match (errors.is_empty(), amount, value_on, bank_reference) {
        (true, Some(amount), Some(value_on), Some(bank_reference)) => {
            Ok(BankMoney { amount, value_on, bank_reference })
        }
        _ => Err(errors),
    }
}

/// Reads the reference of a transfer from `field`.
pub(super) fn read_transfer(form: &Posted, field: &str) -> Result<String, FieldErrors> {
    let mut errors = FieldErrors::new();
    read_reference(form, field, &mut errors).ok_or(errors)
}

/// Reads why a refund is withdrawn.
pub(super) fn read_reason(form: &Posted, field: &str) -> Result<String, FieldErrors> {
    let mut errors = FieldErrors::new();
    if form.get(field).trim().is_empty() {
        errors.add(field, "Enter why the refund is not to be paid");
        return Err(errors);
    }
    errors.check(field, clean_line(form.get(field), 200)).ok_or(errors)
}

fn read_reference(form: &Posted, field: &str, errors: &mut FieldErrors) -> Option<String> {
    if form.get(field).trim().is_empty() {
        errors.add(field, "Enter the reference as the bank statement shows it");
        return None;
    }
    errors.check(field, clean_line(form.get(field), LONGEST_REFERENCE))
}

fn read_date(typed: &str, now: Instant) -> Result<NaiveDate, &'static str> {
    let day: NaiveDate = typed.trim().parse().map_err(|_| "Enter the date the bank gives, like 2026-09-04")?;
    if day > uk_time::london_date(now) {
        return Err("Enter a date that is not in the future");
    }
    if day < uk_time::london_date(now) - chrono::Duration::days(730) {
        return Err("Enter a date within the last two years");
    }
    Ok(day)
}

/// The form "record money received" before anybody typed: what is owed, today.
pub(in crate::payments) fn blank_bank_money(owed: Pence, today: NaiveDate) -> FormView {
    let amount = if owed > Pence::ZERO { owed.to_string().replace(['£', ','], "") } else { String::new() };
    FormView::filled([("amount", amount), ("value_on", today.to_string()), ("bank_reference", String::new())])
}

/// The same with what was typed.
pub(in crate::payments) fn typed_bank_money(form: &Posted) -> FormView {
    FormView::filled(["amount", "value_on", "bank_reference"].map(|name| (name, form.get(name))))
}
