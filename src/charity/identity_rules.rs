//! What the identity record must hold before anything may be printed from it (CH-03, CH-04, D14). Pure.

use crate::identity::CharityIdentity;

/// How the charity is constituted; decides what else must be printed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LegalForm {
    /// No legal person of its own.
    Unincorporated,
    /// Charitable incorporated organisation.
    Cio,
    /// Company limited by guarantee: number and registered office are printed too.
    Company,
}

impl LegalForm {
    /// Every form.
    pub const ALL: [Self; 3] = [Self::Unincorporated, Self::Cio, Self::Company];

    /// The word kept in the record.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Unincorporated => "unincorporated",
            Self::Cio => "cio",
            Self::Company => "company",
        }
    }

    /// As people say it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Unincorporated => "Unincorporated association",
            Self::Cio => "Charitable incorporated organisation (CIO)",
            Self::Company => "Company limited by guarantee",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.word() == word)
    }
}

/// One thing that keeps the record from being complete.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IdentityFault {
    /// The form's field.
    pub field: &'static str,
    /// What is wrong and how to mend it.
    pub message: &'static str,
}

/// Everything wrong with the record, in the order of the form. An empty list means that it may be printed.
pub fn check_identity(identity: &CharityIdentity) -> Vec<IdentityFault> {
    let company = identity.legal_form == LegalForm::Company.word();
    let blank = |text: &Option<String>| text.as_deref().is_none_or(str::is_empty);
    let rules = [
        (identity.name.is_empty(), "name", "Enter the charity’s registered name"),
        (identity.short_name.is_empty(), "short_name", "Enter the short name that people use"),
        (
            !is_charity_number(&identity.charity_number),
            "charity_number",
            "Enter the charity number: 6 or 7 digits, like 1159275",
        ),
        (LegalForm::parse(&identity.legal_form).is_none(), "legal_form", "Choose the legal form"),
        (
            company && blank(&identity.company_number),
            "company_number",
            "Enter the company number: a company must print it",
        ),
        (
            !is_company_number(identity.company_number.as_deref()),
            "company_number",
            "Enter 8 digits, or 2 letters and 6 digits, like 09876543",
        ),
        (
            company && blank(&identity.registered_office),
            "registered_office",
            "Enter the registered office: a company must print it",
        ),
        (identity.address.is_empty(), "address", "Enter the postal address: it is printed with the name and number"),
        (identity.email.is_empty(), "email", "Enter the email address that people write to"),
    ];
    let broken = rules.into_iter().filter(|(is_broken, ..)| *is_broken);
    broken
        .map(|(_, field, message)| IdentityFault { field, message })
        .chain(bank_faults(identity))
        .chain(vat_faults(identity))
        .collect()
}

fn bank_faults(identity: &CharityIdentity) -> Vec<IdentityFault> {
    let parts = [
        (
            "bank_account_name",
            &identity.bank_account_name,
            "Enter the account name, or leave all three bank details empty",
        ),
        ("bank_sort_code", &identity.bank_sort_code, "Enter the sort code, or leave all three bank details empty"),
        (
            "bank_account_number",
            &identity.bank_account_number,
            "Enter the account number, or leave all three bank details empty",
        ),
    ];
    if parts.iter().all(|(_, text, _)| text.is_empty()) {
        return Vec::new();
    }
    let missing = parts.iter().filter(|(_, text, _)| text.is_empty());
    let mut faults: Vec<_> = missing.map(|(field, _, message)| IdentityFault { field, message }).collect();
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).count();
    if !identity.bank_sort_code.is_empty() && digits(&identity.bank_sort_code) != 6 {
        faults.push(IdentityFault { field: "bank_sort_code", message: "Enter 6 digits, like 20-00-00" });
    }
    if !identity.bank_account_number.is_empty() && digits(&identity.bank_account_number) != 8 {
        faults.push(IdentityFault { field: "bank_account_number", message: "Enter 8 digits, like 12345678" });
    }
    faults
}

/// A number and a day, or neither (AC-01).
fn vat_faults(identity: &CharityIdentity) -> Option<IdentityFault> {
    let fault = |field, message| Some(IdentityFault { field, message });
    match (&identity.vat_number, identity.vat_registered_from) {
        (None, Some(_)) => fault("vat_number", "Enter the VAT number, or empty the day of the registration"),
        (Some(_), None) => {
            fault("vat_registered_from", "Enter the first day of the registration, or empty the VAT number")
        }
        (Some(number), Some(_)) if !is_vat_number(number) => {
            fault("vat_number", "Enter the VAT number: GB and 9 digits, like GB 123 4567 89")
        }
        _ => None,
    }
}

/// "GB 123 4567 89".
fn is_vat_number(text: &str) -> bool {
    let rest = text.strip_prefix("GB").unwrap_or_default();
    rest.bytes().filter(u8::is_ascii_digit).count() == 9
        && rest.bytes().all(|byte| byte.is_ascii_digit() || byte == b' ')
}

/// 6 or 7 digits (CH-04).
fn is_charity_number(text: &str) -> bool {
    matches!(text.len(), 6 | 7) && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// 8 digits, or 2 letters and 6 digits; none at all is fine here.
fn is_company_number(text: Option<&str>) -> bool {
    let Some(text) = text.filter(|text| !text.is_empty()) else { return true };
    let Some((first, rest)) = text.split_at_checked(2) else { return false };
    let begins_well =
        first.bytes().all(|byte| byte.is_ascii_digit()) || first.bytes().all(|byte| byte.is_ascii_uppercase());
    begins_well && rest.len() == 6 && rest.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn complete() -> CharityIdentity {
        CharityIdentity {
            name: "Sampleton Association".to_owned(),
            short_name: "SA".to_owned(),
            strapline: String::new(),
            charity_number: "1159275".to_owned(),
            legal_form: "cio".to_owned(),
            company_number: None,
            registered_office: None,
            address: "1 Example Street\nSampleton".to_owned(),
            email: "office@example.org".to_owned(),
            phone: String::new(),
            bank_account_name: String::new(),
            bank_sort_code: String::new(),
            bank_account_number: String::new(),
            vat_number: None,
            vat_registered_from: None,
            version: 0,
        }
    }

    fn fields(identity: &CharityIdentity) -> Vec<&'static str> {
        check_identity(identity).iter().map(|fault| fault.field).collect()
    }

    #[test]
    fn a_complete_record_has_no_faults() {
        assert!(fields(&complete()).is_empty());
    }

    #[test]
    fn set_up_is_not_complete_without_name_number_and_address() {
        let empty = CharityIdentity {
            name: String::new(),
            charity_number: String::new(),
            address: String::new(),
            ..complete()
        };

        assert_eq!(fields(&empty), ["name", "charity_number", "address"]);
    }

    #[test]
    fn a_charity_number_has_six_or_seven_digits() {
        for (number, good) in [
            ("115927", true),
            ("1159275", true),
            ("11592", false),
            ("11592755", false),
            ("115927x", false),
            ("１１５９２７", false),
        ] {
            let identity = CharityIdentity { charity_number: number.to_owned(), ..complete() };
            assert_eq!(fields(&identity).is_empty(), good, "{number}");
        }
    }

    #[test]
    fn a_company_prints_its_number_and_office() {
        let company = CharityIdentity { legal_form: "company".to_owned(), ..complete() };
        assert_eq!(fields(&company), ["company_number", "registered_office"]);

        for (number, good) in
            [("09876543", true), ("SC123456", true), ("9876543", false), ("S1234567", false), ("sc123456", false)]
        {
            let named = CharityIdentity {
                company_number: Some(number.to_owned()),
                registered_office: Some("1 Example Street".to_owned()),
                ..company.clone()
            };
            assert_eq!(fields(&named).is_empty(), good, "{number}");
        }
    }

    #[test]
    fn ac_01_a_registration_for_vat_has_a_number_and_a_day() {
        for (number, from, faults) in [
            (Some("GB 123 4567 89"), Some("2027-04-01"), vec![]),
            (None, Some("2027-04-01"), vec!["vat_number"]),
            (Some("GB 123 4567 89"), None, vec!["vat_registered_from"]),
            (Some("GB12345678"), Some("2027-04-01"), vec!["vat_number"]),
            (Some("123456789"), Some("2027-04-01"), vec!["vat_number"]),
        ] {
            let identity = CharityIdentity {
                vat_number: number.map(str::to_owned),
                vat_registered_from: from.map(|day| day.parse().unwrap()),
                ..complete()
            };
            assert_eq!(fields(&identity), faults, "{number:?} {from:?}");
        }
    }

    #[test]
    fn ac_01_the_number_is_printed_from_the_first_day_of_the_registration_on() {
        let registered = CharityIdentity {
            vat_number: Some("GB 123 4567 89".to_owned()),
            vat_registered_from: "2027-04-01".parse().ok(),
            ..complete()
        };
        for (day, wanted) in
            [("2027-03-31", None), ("2027-04-01", Some("GB 123 4567 89")), ("2027-04-02", Some("GB 123 4567 89"))]
        {
            assert_eq!(registered.vat_number_on(day.parse().unwrap()), wanted, "{day}");
        }
        assert_eq!(complete().vat_number_on("2027-04-01".parse().unwrap()), None);
    }

    #[test]
    fn bank_details_come_all_together_or_not_at_all() {
        let partly = CharityIdentity { bank_sort_code: "20-00-00".to_owned(), ..complete() };
        assert_eq!(fields(&partly), ["bank_account_name", "bank_account_number"]);

        let short = CharityIdentity {
            bank_account_name: "SA".to_owned(),
            bank_sort_code: "20-00".to_owned(),
            bank_account_number: "1234567".to_owned(),
            ..complete()
        };
        assert_eq!(fields(&short), ["bank_sort_code", "bank_account_number"]);
    }
}
