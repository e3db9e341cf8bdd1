//! The identity's form: what was typed, cleaned into a record, with every fault beside its field.

use chrono::NaiveDate;

use super::identity_rules::check_identity;
use crate::identity::CharityIdentity;
use crate::kernel::EmailAddress;
use crate::kernel::short_text::{TextError, clean_block, clean_line};
use crate::web::{FieldErrors, FormView, Posted};

/// Every field of the form, in the order of the page.
const FIELDS: [&str; 16] = [
    "name",
    "short_name",
    "strapline",
    "charity_number",
    "legal_form",
    "company_number",
    "registered_office",
    "address",
    "email",
    "phone",
    "bank_account_name",
    "bank_sort_code",
    "bank_account_number",
    "vat_number",
    "vat_registered_from",
    "version",
];

/// What only those who look after the money may change: where transfers go, and the registration for VAT.
#[derive(Clone, Debug, Default)]
pub struct MoneyDetails {
    name: String,
    sort_code: String,
    number: String,
    vat_number: Option<String>,
    vat_registered_from: Option<NaiveDate>,
}

impl MoneyDetails {
    /// Those of the record.
    pub fn of(identity: &CharityIdentity) -> Self {
        Self {
            name: identity.bank_account_name.clone(),
            sort_code: identity.bank_sort_code.clone(),
            number: identity.bank_account_number.clone(),
            vat_number: identity.vat_number.clone(),
            vat_registered_from: identity.vat_registered_from,
        }
    }
}

/// Reads the form; on failure says what is wrong with which field. `kept_bank` stands in for whatever was sent about bank and VAT.
pub fn read_identity(form: &Posted, kept_bank: Option<MoneyDetails>) -> Result<CharityIdentity, FieldErrors> {
    let mut errors = FieldErrors::new();
    let mut line =
        |field: &str, most: usize| errors.check(field, optional(clean_line(form.get(field), most))).unwrap_or_default();
    let (name, short_name, strapline) = (line("name", 200), line("short_name", 40), line("strapline", 160));
    let (company_number, registered_office) = (line("company_number", 8), line("registered_office", 300));
    let (phone, charity_number) = (line("phone", 40), line("charity_number", 40));
    let bank = match kept_bank {
        Some(kept) => kept,
        None => MoneyDetails {
            name: line("bank_account_name", 100),
            sort_code: sort_code_with_dashes(&line("bank_sort_code", 20)),
            number: without_spaces(&line("bank_account_number", 20)),
            vat_number: some_text(vat_number(&line("vat_number", 20))),
            vat_registered_from: day(form.get("vat_registered_from"), &mut errors),
        },
    };
    let address = errors.check("address", optional(clean_block(form.get("address"), 500))).unwrap_or_default();
    let identity = CharityIdentity {
        name,
        short_name,
        strapline,
        charity_number: without_spaces(&charity_number),
        legal_form: form.get("legal_form").to_owned(),
        company_number: some_text(company_number.to_uppercase()),
        registered_office: some_text(registered_office),
        address,
        email: email(form.get("email"), &mut errors),
        phone,
        bank_account_name: bank.name,
        bank_sort_code: bank.sort_code,
        bank_account_number: bank.number,
        vat_number: bank.vat_number,
        vat_registered_from: bank.vat_registered_from,
        version: form.get("version").parse().unwrap_or_default(),
    };
    let already: Vec<String> = errors.iter().map(|error| error.field.clone()).collect();
    for fault in check_identity(&identity) {
        if !already.iter().any(|field| field == fault.field) {
            errors.add(fault.field, fault.message);
        }
    }
    errors.into_result().map(|()| identity)
}

/// The form as it was typed, but for the bank details that this officer may not change.
pub fn typed_form(form: &Posted, kept_bank: Option<MoneyDetails>) -> FormView {
    let mut typed = FormView::filled(FIELDS.iter().map(|field| (*field, form.get(field))));
    if let Some(bank) = kept_bank {
        typed.set("bank_account_name", bank.name);
        typed.set("bank_sort_code", bank.sort_code);
        typed.set("bank_account_number", bank.number);
        typed.set("vat_number", bank.vat_number.unwrap_or_default());
        typed.set("vat_registered_from", bank.vat_registered_from.map(|day| day.to_string()).unwrap_or_default());
    }
    typed
}

/// The form filled from the record; blank before set-up.
pub fn filled_form(identity: Option<&CharityIdentity>) -> FormView {
    let Some(identity) = identity else {
        let mut form = FormView::blank(&FIELDS);
        form.set("version", "0");
        return form;
    };
    let values = [
        &identity.name,
        &identity.short_name,
        &identity.strapline,
        &identity.charity_number,
        &identity.legal_form,
        identity.company_number.as_ref().unwrap_or(&String::new()),
        identity.registered_office.as_ref().unwrap_or(&String::new()),
        &identity.address,
        &identity.email,
        &identity.phone,
        &identity.bank_account_name,
        &identity.bank_sort_code,
        &identity.bank_account_number,
        identity.vat_number.as_ref().unwrap_or(&String::new()),
        &identity.vat_registered_from.map(|day| day.to_string()).unwrap_or_default(),
        &identity.version.to_string(),
    ]
    .map(Clone::clone);
    FormView::filled(FIELDS.into_iter().zip(values))
}

/// Emptiness is judged by the rules of the record, which know what may be empty.
fn optional(cleaned: Result<String, TextError>) -> Result<String, TextError> {
    match cleaned {
        Err(TextError::Empty) => Ok(String::new()),
        other => other,
    }
}

fn email(typed: &str, errors: &mut FieldErrors) -> String {
    if typed.trim().is_empty() {
        return String::new();
    }
    errors.check("email", EmailAddress::parse(typed)).map(|address| address.as_str().to_owned()).unwrap_or_default()
}

fn some_text(text: String) -> Option<String> {
    (!text.is_empty()).then_some(text)
}

fn day(typed: &str, errors: &mut FieldErrors) -> Option<NaiveDate> {
    let typed = typed.trim();
    let day = typed.parse().ok();
    if day.is_none() && !typed.is_empty() {
        errors.add("vat_registered_from", "Enter the day as it stands on the certificate, like 1 April 2027");
    }
    day
}

/// `gb123 4567 89` as `GB 123 4567 89`; anything else stays as typed, for the rules to refuse.
fn vat_number(text: &str) -> String {
    let plain = without_spaces(text).to_uppercase();
    let digits = plain.strip_prefix("GB").unwrap_or(&plain);
    if digits.len() != 9 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
        return text.to_owned();
    }
    format!("GB {} {} {}", &digits[..3], &digits[3..7], &digits[7..])
}

fn without_spaces(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// `200000` and `20 00 00` as `20-00-00`; anything else stays as typed, for the rules to refuse.
fn sort_code_with_dashes(text: &str) -> String {
    let digits: String = text.chars().filter(char::is_ascii_digit).collect();
    let other = text.chars().any(|c| !c.is_ascii_digit() && !c.is_whitespace() && c != '-');
    if digits.len() != 6 || other {
        return text.to_owned();
    }
    format!("{}-{}-{}", &digits[..2], &digits[2..4], &digits[4..])
}

#[cfg(test)]
mod tests {
    use super::{sort_code_with_dashes, vat_number};

    #[test]
    fn vat_numbers_are_kept_as_they_are_printed() {
        for (typed, kept) in [
            ("123456789", "GB 123 4567 89"),
            ("gb 123 4567 89", "GB 123 4567 89"),
            ("GB12345678", "GB12345678"),
            ("", ""),
        ] {
            assert_eq!(vat_number(typed), kept);
        }
    }

    #[test]
    fn sort_codes_are_kept_with_dashes() {
        for (typed, kept) in [
            ("200000", "20-00-00"),
            ("20 00 00", "20-00-00"),
            ("20-00-00", "20-00-00"),
            ("20x0000", "20x0000"),
            ("2000", "2000"),
        ] {
            assert_eq!(sort_code_with_dashes(typed), kept);
        }
    }
}
