//! One page's answer, understood.

use crate::kernel::{EmailAddress, PersonName, Postcode};
use crate::members::applications::{Answers, EmailWants, EmployerAnswer, Step};
use crate::members::practice::{PracticeRole, Regulator, Workplace};

/// What a page of the form says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum StepAnswer {
    /// Code of a type; whether it can be had is for the use case.
    Type(String),
    Name(PersonName),
    SecondEmail(Option<EmailAddress>),
    Roles {
        roles: Vec<PracticeRole>,
        main: Option<PracticeRole>,
    },
    /// The reference is looked up before it is kept.
    Employer(EmployerAnswer),
    Registration {
        regulator: Option<Regulator>,
        number: String,
    },
    /// Whole years since qualifying.
    Experience(u32),
    Region(Workplace),
    Address {
        lines: String,
        postcode: Option<Postcode>,
    },
    EmailChoices {
        wants: EmailWants,
        welcomes_welsh: bool,
    },
    Declaration {
        statement: String,
        /// Of the terms in force, which the page shows.
        terms_version: i32,
        /// The type's own words that were declared.
        words: String,
    },
}

impl StepAnswer {
    fn step(&self) -> Step {
        match self {
            Self::Type(_) => Step::Type,
            Self::Name(_) => Step::Name,
            Self::SecondEmail(_) => Step::SecondEmail,
            Self::Roles { .. } => Step::Roles,
            Self::Employer(_) => Step::Employer,
            Self::Registration { .. } => Step::Registration,
            Self::Experience(_) => Step::Experience,
            Self::Region(_) => Step::Region,
            Self::Address { .. } => Step::Address,
            Self::EmailChoices { .. } => Step::EmailChoices,
            Self::Declaration { .. } => Step::Declaration,
        }
    }

    /// Writes it among the other answers.
    pub(super) fn write(&self, answers: &mut Answers) {
        answers.done.insert(self.step().word().to_owned());
        match self {
            Self::Type(_) => {}
            Self::Name(name) => name.as_str().clone_into(&mut answers.name),
            Self::SecondEmail(address) => {
                answers.second_email = address.as_ref().map(|address| address.as_str().to_owned()).unwrap_or_default();
            }
            Self::Roles { roles, main } => {
                answers.roles = roles.iter().map(|role| role.word().to_owned()).collect();
                answers.main_role = main.map(|role| role.word().to_owned()).unwrap_or_default();
            }
            Self::Employer(employer) => answers.employer.clone_from(employer),
            Self::Registration { regulator, number } => {
                answers.regulator = regulator.map(|known| known.word().to_owned()).unwrap_or_default();
                answers.registration_number.clone_from(number);
            }
            Self::Experience(years) => answers.years_qualified = Some(*years),
            Self::Region(place) => place.word().clone_into(&mut answers.workplace),
            Self::Address { lines, postcode } => {
                answers.address.clone_from(lines);
                answers.postcode = postcode.as_ref().map(|code| code.as_str().to_owned()).unwrap_or_default();
            }
            Self::EmailChoices { wants, welcomes_welsh } => {
                answers.wants = *wants;
                answers.welcomes_welsh = *welcomes_welsh;
            }
            Self::Declaration { statement, terms_version, words } => {
                answers.statement.clone_from(statement);
                answers.terms_version = *terms_version;
                answers.declared_words.clone_from(words);
                answers.declared = true;
            }
        }
    }
}
