//! The identity's form: what was typed, cleaned into a record, with every fault beside its field.

use super::identity_rules::check_identity;
use crate::identity::CharityIdentity;
use crate::kernel::EmailAddress;
use crate::kernel::short_text::{TextError, clean_block, clean_line};
use crate::web::{FieldErrors, FormView, Posted};

/// Every field of the form, in the order of the page.
const FIELDS: [&str; 14] = [
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
    "version",
];

/// Where transfers go, as the form shows it.
#[derive(Clone, Debug, Default)]
pub struct BankDetails {
    name: String,
    sort_code: String,
    number: String,
}

impl BankDetails {
    /// Those of the record.
    pub fn of(identity: &CharityIdentity) -> Self {
        Self {
            name: identity.bank_account_name.clone(),
            sort_code: identity.bank_sort_code.clone(),
            number: identity.bank_account_number.clone(),
        }
    }
}

/// Reads the form; on failure says what is wrong with which field. `kept_bank` stands in for whatever was sent about the bank.
pub fn read_identity(form: &Posted, kept_bank: Option<BankDetails>) -> Result<CharityIdentity, FieldErrors> {
    let mut errors = FieldErrors::new();
    let mut line =
        |field: &str, most: usize| errors.check(field, optional(clean_line(form.get(field), most))).unwrap_or_default();
    let (name, short_name, strapline) = (line("name", 200), line("short_name", 40), line("strapline", 160));
    let (company_number, registered_office) = (line("company_number", 8), line("registered_office", 300));
    let (phone, charity_number) = (line("phone", 40), line("charity_number", 40));
    let bank = kept_bank.unwrap_or_else(|| BankDetails {
        name: line("bank_account_name", 100),
        sort_code: sort_code_with_dashes(&line("bank_sort_code", 20)),
        number: without_spaces(&line("bank_account_number", 20)),
    });
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
pub fn typed_form(form: &Posted, kept_bank: Option<BankDetails>) -> FormView {
    let mut typed = FormView::filled(FIELDS.iter().map(|field| (*field, form.get(field))));
    if let Some(bank) = kept_bank {
        typed.set("bank_account_name", bank.name);
        typed.set("bank_sort_code", bank.sort_code);
        typed.set("bank_account_number", bank.number);
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
    use super::sort_code_with_dashes;

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
