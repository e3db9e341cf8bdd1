//! The forms of a profile: typed text to an answer, with a sentence beside each field that is wrong, and answers back to fields.

use super::profile_answer::ProfileAnswer;
use super::queries::Profile;
use crate::kernel::{PersonName, Postcode};
use crate::members::practice::{PracticeRole, Regulator, Workplace, read_registration_number};
use crate::web::{FieldErrors, FormView, Posted, TextInput};

const ADDRESS: TextInput = TextInput::block("address", "address", 400).optional();
const OTHER_EMPLOYER: TextInput = TextInput::line("other_employer", "name of your employer", 200);

/// The value of "not on the list" among employers.
pub(super) const NOT_LISTED: &str = "other";
/// The value of "none at present" among employers.
pub(super) const NO_EMPLOYER: &str = "none";

/// The box of a role.
pub(super) fn role_field(role: PracticeRole) -> String {
    format!("role_{}", role.word())
}

/// Reads the profile.
pub(in crate::members) fn read_profile(form: &Posted) -> Result<ProfileAnswer, FieldErrors> {
    let mut errors = FieldErrors::new();
    let name = errors.check("name", PersonName::parse(form.get("name")));
    let roles: Vec<PracticeRole> = PracticeRole::ALL.into_iter().filter(|role| form.has(&role_field(*role))).collect();
    let main_role = PracticeRole::parse(form.get("main_role")).or_else(|| roles.first().copied());
    if main_role.is_some_and(|main| !roles.contains(&main)) {
        errors.add("main_role", "Your main role must be one of those you ticked");
    }
    let regulator = Regulator::parse(form.get("regulator"));
    let registration_number = read_number(regulator, form.get("registration_number"), &mut errors);
    let address = ADDRESS.read(form, &mut errors);
    let postcode = read_postcode(form, &address, &mut errors);
    match name {
        Some(name) if errors.is_empty() => Ok(ProfileAnswer {
            name,
            roles,
            main_role,
            regulator,
            registration_number,
            workplace: Workplace::parse(form.get("workplace")),
            address,
            postcode,
            welcomes_welsh: form.has("welcomes_welsh"),
        }),
        _ => Err(errors),
    }
}

fn read_number(regulator: Option<Regulator>, typed: &str, errors: &mut FieldErrors) -> String {
    let is_empty = typed.trim().is_empty();
    match regulator {
        _ if is_empty => String::new(),
        None | Some(Regulator::None) => {
            errors.add("regulator", "Choose who gave you the number");
            String::new()
        }
        Some(known) => errors.check("registration_number", read_registration_number(known, typed)).unwrap_or_default(),
    }
}

fn read_postcode(form: &Posted, address: &str, errors: &mut FieldErrors) -> Option<Postcode> {
    let typed = form.get("postcode");
    if form.has("is_abroad") || (typed.trim().is_empty() && address.is_empty()) {
        return None;
    }
    errors.check("postcode", Postcode::parse(typed))
}

/// The form as the profile stands.
pub(in crate::members) fn profile_form(name: &str, profile: &Profile) -> FormView {
    let tick = |is_ticked: bool| if is_ticked { "yes" } else { "" };
    let is_abroad = !profile.address.is_empty() && profile.postcode.is_empty();
    let mut form = FormView::filled([
        ("name", name),
        ("main_role", profile.main_role.map_or("", PracticeRole::word)),
        ("regulator", profile.regulator.map_or("", Regulator::word)),
        ("registration_number", profile.registration_number.as_str()),
        ("workplace", profile.workplace.map_or("", Workplace::word)),
        ("address", profile.address.as_str()),
        ("postcode", profile.postcode.as_str()),
        ("is_abroad", tick(is_abroad)),
        ("welcomes_welsh", tick(profile.welcomes_welsh)),
    ]);
    for role in PracticeRole::ALL {
        form.set(role_field(role), tick(profile.roles.contains(&role)));
    }
    form
}

/// The form as it was sent.
pub(in crate::members) fn sent_form(form: &Posted) -> FormView {
    let typed = ["name", "main_role", "regulator", "registration_number", "workplace", "address", "postcode"];
    let mut view = FormView::filled(typed.map(|field| (field, form.get(field))));
    let boxes = ["is_abroad", "welcomes_welsh"].map(str::to_owned).into_iter().chain(PracticeRole::ALL.map(role_field));
    for field in boxes {
        let value = if form.has(&field) { "yes" } else { "" };
        view.set(field, value);
    }
    view
}

/// Who somebody says they work for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::members) enum ChosenEmployer {
    /// Nobody.
    None,
    /// One that is not on the list, by this name.
    NotListed(String),
    /// One of the list, by its reference, with a name for those that are a kind (an agency, a university).
    Listed { reference: String, other: String },
}

/// Reads the employer's form.
pub(in crate::members) fn read_employer(form: &Posted) -> Result<ChosenEmployer, FieldErrors> {
    let mut errors = FieldErrors::new();
    let chosen = match form.get("employer") {
        "" => {
            errors.add("employer", "Choose your employer. If it is not in the list, choose “Not listed”");
            return Err(errors);
        }
        NO_EMPLOYER => ChosenEmployer::None,
        NOT_LISTED => ChosenEmployer::NotListed(OTHER_EMPLOYER.read(form, &mut errors)),
        reference => ChosenEmployer::Listed {
            reference: reference.chars().take(40).collect(),
            other: OTHER_EMPLOYER.optional().read(form, &mut errors),
        },
    };
    errors.into_result().map(|()| chosen)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wrong(fields: &[(&str, &str)]) -> Vec<String> {
        let fields = [&[("name", "Asha Mir")], fields].concat();
        match read_profile(&Posted::of(&fields)) {
            Ok(_) => Vec::new(),
            Err(errors) => errors.iter().map(|error| error.field.clone()).collect(),
        }
    }

    #[test]
    fn a_profile_may_be_left_empty_but_for_the_name() {
        let bare = read_profile(&Posted::of(&[("name", " Siân  O’Neill ")])).unwrap();

        assert_eq!((bare.name.as_str(), bare.roles.len(), bare.postcode), ("Siân O’Neill", 0, None));
        assert!(read_profile(&Posted::of(&[])).is_err());
    }

    /// What is typed, and the fields that are complained of.
    type Case<'a> = (&'a [(&'a str, &'a str)], &'a [&'a str]);

    #[test]
    fn each_field_says_what_is_wrong_with_it() {
        let table: &[Case<'_>] = &[
            (&[("regulator", "swe"), ("registration_number", "SW123")], &[]),
            (&[("regulator", "swe"), ("registration_number", "SWE123")], &["registration_number"]),
            (&[("regulator", "swe")], &[]),
            (&[("registration_number", "SW123")], &["regulator"]),
            (&[("regulator", "none"), ("registration_number", "SW123")], &["regulator"]),
            (&[("address", "1 High Street"), ("postcode", "sw1a1aa")], &[]),
            (&[("address", "1 High Street")], &["postcode"]),
            (&[("address", "Rue 1"), ("is_abroad", "yes")], &[]),
            (&[("postcode", "12345")], &["postcode"]),
            (&[("role_iro", "yes"), ("main_role", "student")], &["main_role"]),
            (&[("role_iro", "yes"), ("main_role", "iro")], &[]),
        ];

        for (fields, wanted) in table {
            assert_eq!(wrong(fields), *wanted, "{fields:?}");
        }
    }

    #[test]
    fn an_employer_is_chosen_named_or_none() {
        let read = |fields: &[(&str, &str)]| read_employer(&Posted::of(fields)).ok();
        let listed = |reference: &str, other: &str| {
            Some(ChosenEmployer::Listed { reference: reference.to_owned(), other: other.to_owned() })
        };

        assert_eq!(read(&[]), None);
        assert_eq!(read(&[("employer", "none")]), Some(ChosenEmployer::None));
        assert_eq!(read(&[("employer", "other")]), None);
        assert_eq!(
            read(&[("employer", "other"), ("other_employer", "Acme")]),
            Some(ChosenEmployer::NotListed("Acme".to_owned()))
        );
        assert_eq!(read(&[("employer", "E09000007")]), listed("E09000007", ""));
        assert_eq!(read(&[("employer", "AGENCY"), ("other_employer", "Acme")]), listed("AGENCY", "Acme"));
    }
}
