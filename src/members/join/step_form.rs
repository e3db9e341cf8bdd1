//! The pages' forms: typed text to an answer, with a sentence beside each field that is wrong; and answers back to fields.

use super::step_answer::StepAnswer;
use crate::kernel::{EmailAddress, PersonName, Postcode};
use crate::members::applications::{Answers, EmailWants, EmployerAnswer, Step};
use crate::members::membership::{EvidenceAsked, MOST_YEARS, years_words};
use crate::members::practice::{PracticeRole, Regulator, Workplace, read_registration_number};
use crate::web::{FieldErrors, FormView, Posted, TextInput};

/// The value of "not on the list" among employers.
pub(super) const OTHER_EMPLOYER: &str = "other";
/// The value of "none at present" among employers.
pub(super) const NO_EMPLOYER: &str = "none";

/// Name of the tick box of a role.
pub(super) fn role_field(role: PracticeRole) -> String {
    format!("role_{}", role.word())
}

/// What is asked before a type is chosen.
pub(super) static NOTHING: EvidenceAsked = EvidenceAsked::NOTHING;

/// What the pages must know to judge an answer.
#[derive(Copy, Clone, Debug)]
pub(super) struct Asked<'a> {
    /// The type wants a registration.
    pub(super) asks_registration: bool,
    /// The address they signed in with.
    pub(super) email: &'a str,
    /// What else the type asks for.
    pub(super) evidence: &'a EvidenceAsked,
    /// Somebody decides on the application.
    pub(super) is_decided: bool,
    /// The version of the type whose words the page shows.
    pub(super) version_id: i64,
}

/// Reads one page.
pub(super) fn read_step(step: Step, form: &Posted, asked: Asked<'_>) -> Result<StepAnswer, FieldErrors> {
    let mut errors = FieldErrors::new();
    let answer = match step {
        Step::Type => read_type(form, &mut errors),
        Step::Name => errors.check("name", PersonName::parse(form.get("name"))).map(StepAnswer::Name),
        Step::SecondEmail => read_second_email(form, asked.email, &mut errors),
        Step::Roles => Some(read_roles(form, asked.evidence.role, &mut errors)),
        Step::Employer => read_employer(form, asked.evidence.employer, &mut errors),
        Step::Registration => read_registration(form, asked.asks_registration, &mut errors),
        Step::Experience => read_years(form, asked, &mut errors),
        Step::Region => read_region(form, &mut errors),
        Step::Address => read_address(form, &mut errors),
        Step::EmailChoices => Some(read_email_choices(form)),
        Step::Declaration => Some(read_declaration(form, asked, &mut errors)),
    };
    match (answer, errors.is_empty()) {
        (Some(answer), true) => Ok(answer),
        _ => Err(errors),
    }
}

fn read_type(form: &Posted, errors: &mut FieldErrors) -> Option<StepAnswer> {
    let code = form.get("type");
    if code.is_empty() || code.len() > 60 {
        errors.add("type", "Choose a type of membership");
        return None;
    }
    Some(StepAnswer::Type(code.to_owned()))
}

fn read_second_email(form: &Posted, own: &str, errors: &mut FieldErrors) -> Option<StepAnswer> {
    let typed = form.get("second_email");
    if typed.trim().is_empty() {
        return Some(StepAnswer::SecondEmail(None));
    }
    let address = errors.check("second_email", EmailAddress::parse(typed))?;
    if EmailAddress::parse(own).is_ok_and(|own| own.folded() == address.folded()) {
        errors.add("second_email", "This is the address we have already. Enter another one, or leave the field empty");
    }
    Some(StepAnswer::SecondEmail(Some(address)))
}

fn read_roles(form: &Posted, needed: Option<PracticeRole>, errors: &mut FieldErrors) -> StepAnswer {
    let roles: Vec<PracticeRole> = PracticeRole::ALL.into_iter().filter(|role| form.has(&role_field(*role))).collect();
    if roles.is_empty() {
        errors.add(role_field(PracticeRole::Iro), "Tick what you do; “Another role” will do as well");
    } else if let Some(needed) = needed.filter(|needed| !roles.contains(needed)) {
        let words = "This type of membership is for people who practise in this role. Tick it if you do, or go back and \
                     choose another type";
        errors.add(role_field(needed), words);
    }
    let main = PracticeRole::parse(form.get("main_role")).or_else(|| roles.first().copied());
    if main.is_some_and(|main| !roles.is_empty() && !roles.contains(&main)) {
        errors.add("main_role", "Your main role must be one of those you ticked");
    }
    StepAnswer::Roles { roles, main }
}

fn read_employer(form: &Posted, is_needed: bool, errors: &mut FieldErrors) -> Option<StepAnswer> {
    let chosen = form.get("employer");
    let named = TextInput::line("other_employer", "name of your employer", 200);
    let employer = match chosen {
        "" => {
            errors.add("employer", "Choose your employer. If it is not in the list, choose “Not listed”");
            return None;
        }
        NO_EMPLOYER if is_needed => {
            let words = "This type of membership is for people with an employer. Choose yours, or go back and choose \
                         another type";
            errors.add("employer", words);
            return None;
        }
        NO_EMPLOYER => EmployerAnswer::default(),
        OTHER_EMPLOYER => EmployerAnswer { other: named.read(form, errors), ..EmployerAnswer::default() },
        reference => EmployerAnswer {
            reference: reference.chars().take(40).collect(),
            other: named.optional().read(form, errors),
            ..EmployerAnswer::default()
        },
    };
    Some(StepAnswer::Employer(employer))
}

fn read_registration(form: &Posted, is_asked: bool, errors: &mut FieldErrors) -> Option<StepAnswer> {
    let (regulator, typed) = (Regulator::parse(form.get("regulator")), form.get("registration_number"));
    match regulator {
        Some(Regulator::None) if is_asked => {
            let words = "This type of membership is for registered social workers. Choose your regulator, or go back and \
                         choose another type";
            errors.add("regulator", words);
            None
        }
        None if is_asked || !typed.trim().is_empty() => {
            errors.add("regulator", "Choose who you are registered with");
            None
        }
        None | Some(Regulator::None) => Some(StepAnswer::Registration { regulator, number: String::new() }),
        Some(_) if !is_asked && typed.trim().is_empty() => {
            Some(StepAnswer::Registration { regulator, number: String::new() })
        }
        Some(known) => {
            let number = errors.check("registration_number", read_registration_number(known, typed))?;
            Some(StepAnswer::Registration { regulator, number })
        }
    }
}

fn read_years(form: &Posted, asked: Asked<'_>, errors: &mut FieldErrors) -> Option<StepAnswer> {
    let typed = form.get("years_qualified").trim();
    let is_plain = typed.bytes().all(|byte| byte.is_ascii_digit());
    let years = typed.parse().ok().filter(|years| is_plain && *years <= MOST_YEARS);
    match years {
        None => {
            errors.add("years_qualified", format!("Enter a whole number of years from 0 to {MOST_YEARS}, such as 7"));
        }
        Some(years) if !asked.evidence.takes_years(years, asked.is_decided) => {
            let least = years_words(asked.evidence.least_years.unwrap_or_default());
            let words = format!("This type of membership needs {least} at least. Go back and choose another type");
            errors.add("years_qualified", words);
        }
        Some(years) => return Some(StepAnswer::Experience(years)),
    }
    None
}

fn read_region(form: &Posted, errors: &mut FieldErrors) -> Option<StepAnswer> {
    let place = Workplace::parse(form.get("workplace"));
    if place.is_none() {
        errors.add("workplace", "Choose where you work");
    }
    place.map(StepAnswer::Region)
}

fn read_address(form: &Posted, errors: &mut FieldErrors) -> Option<StepAnswer> {
    let lines = TextInput::block("address", "address", 400).read(form, errors);
    let postcode = if form.has("is_abroad") {
        None
    } else {
        Some(errors.check("postcode", Postcode::parse(form.get("postcode")))?)
    };
    Some(StepAnswer::Address { lines, postcode })
}

fn read_email_choices(form: &Posted) -> StepAnswer {
    StepAnswer::EmailChoices {
        wants: EmailWants {
            member_news: form.has("member_news"),
            campaign_news: form.has("campaign_news"),
            training_offers: form.has("training_offers"),
        },
        welcomes_welsh: form.has("welcomes_welsh"),
    }
}

fn read_declaration(form: &Posted, asked: Asked<'_>, errors: &mut FieldErrors) -> StepAnswer {
    let statement = TextInput::block("statement", "words that help us to decide", 2_000).optional().read(form, errors);
    if !form.has("declared") {
        errors.add("declared", "Tick the box if you agree; we cannot take the application without it");
    }
    let words = asked.evidence.declaration.clone();
    // Nobody declares words that they have not seen: those on the page must be those in force.
    if !words.is_empty() && form.get("words") != asked.version_id.to_string() {
        errors.add("declared", "The words have changed since you opened this page. Read them again, then tick the box");
    }
    let terms_version = form.get("terms").parse().unwrap_or(0);
    StepAnswer::Declaration { statement, terms_version, words }
}

/// The fields as answered so far.
pub(super) fn filled(step: Step, answers: &Answers, type_code: &str) -> FormView {
    let tick = |is_on: bool| if is_on { "yes" } else { "" };
    let is_done = answers.done.contains(step.word());
    match step {
        Step::Type => FormView::filled([("type", type_code)]),
        Step::Name => FormView::filled([("name", answers.name.as_str())]),
        Step::SecondEmail => FormView::filled([("second_email", answers.second_email.as_str())]),
        Step::Roles => {
            let mut form = FormView::filled([("main_role", answers.main_role.as_str())]);
            for role in PracticeRole::ALL {
                form.set(role_field(role), tick(answers.roles.iter().any(|word| word == role.word())));
            }
            form
        }
        Step::Employer => {
            let employer = &answers.employer;
            let chosen = match (employer.reference.as_str(), employer.other.as_str()) {
                ("", "") if is_done => NO_EMPLOYER,
                ("", "") => "",
                ("", _) => OTHER_EMPLOYER,
                (reference, _) => reference,
            };
            FormView::filled([("employer", chosen), ("other_employer", employer.other.as_str())])
        }
        Step::Registration => FormView::filled([
            ("regulator", answers.regulator.as_str()),
            ("registration_number", answers.registration_number.as_str()),
        ]),
        Step::Experience => FormView::filled([(
            "years_qualified",
            answers.years_qualified.map(|years| years.to_string()).unwrap_or_default(),
        )]),
        Step::Region => FormView::filled([("workplace", answers.workplace.as_str())]),
        Step::Address => FormView::filled([
            ("address", answers.address.as_str()),
            ("postcode", answers.postcode.as_str()),
            ("is_abroad", tick(is_done && answers.postcode.is_empty())),
        ]),
        Step::EmailChoices => FormView::filled([
            ("member_news", tick(answers.wants.member_news)),
            ("campaign_news", tick(answers.wants.campaign_news)),
            ("training_offers", tick(answers.wants.training_offers)),
            ("welcomes_welsh", tick(answers.welcomes_welsh)),
        ]),
        Step::Declaration => {
            FormView::filled([("statement", answers.statement.as_str()), ("declared", tick(answers.declared))])
        }
    }
}

/// The fields as typed just now, to be shown again with what is wrong.
pub(super) fn typed(step: Step, form: &Posted) -> FormView {
    let mut view = filled(step, &Answers::default(), "");
    let names: Vec<String> = view.fields.keys().cloned().collect();
    for name in names {
        view.set(name.as_str(), form.get(&name));
    }
    view
}

#[cfg(test)]
#[path = "step_form_tests.rs"]
mod tests;
