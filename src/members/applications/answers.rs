//! What an applicant has told us so far, as kept with the application. Half an application is legal; what is missing is found out
//! before it is sent.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use super::step::Step;
use crate::kernel::Instant;
use crate::members::membership::TypeVersion;
use crate::members::practice::Regulator;

/// The answers; each text is clean already, because it came through the forms.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Answers {
    /// Full name.
    pub name: String,
    /// A further email address, or "".
    pub second_email: String,
    /// Words of roles.
    pub roles: Vec<String>,
    /// The word of the main one.
    pub main_role: String,
    /// Who they work for.
    pub employer: EmployerAnswer,
    /// The regulator's word.
    pub regulator: String,
    /// The number, tidied.
    pub registration_number: String,
    /// The workplace's word.
    pub workplace: String,
    /// Lines of the address for the register of members.
    pub address: String,
    /// Its postcode; "" for an address abroad.
    pub postcode: String,
    /// What they want to hear by email.
    pub wants: EmailWants,
    /// Would welcome Welsh (AX-11).
    pub welcomes_welsh: bool,
    /// What helps to decide, in their own words.
    pub statement: String,
    /// Said that it is all true and that they accept the terms.
    pub declared: bool,
    /// The version of the terms that they accepted then; 0 for one from before versions had numbers.
    pub terms_version: i32,
    /// Words of the steps that were answered.
    pub done: BTreeSet<String>,
    /// Answers to what officers asked.
    pub evidence: Vec<EvidenceAnswer>,
}

/// Who somebody works for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EmployerAnswer {
    /// Reference of an employer on our list, or "".
    pub reference: String,
    /// Its name when it was chosen.
    pub name: String,
    /// The name they typed for one that is not on our list.
    pub other: String,
}

impl EmployerAnswer {
    /// The employer in words; "None at present" for somebody without one.
    pub fn words(&self) -> String {
        match (self.name.as_str(), self.other.as_str()) {
            ("", "") => "None at present".to_owned(),
            ("", other) => other.to_owned(),
            (name, "") => name.to_owned(),
            (name, other) => format!("{other} ({name})"),
        }
    }
}

/// What somebody wants to hear by email; nothing unless they ticked it (DP-06).
#[derive(Copy, Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct EmailWants {
    /// News for members.
    pub member_news: bool,
    /// Campaigns.
    pub campaign_news: bool,
    /// Courses that are sold.
    pub training_offers: bool,
}

impl EmailWants {
    /// Purpose words with the answer.
    pub const fn by_purpose(self) -> [(&'static str, bool); 3] {
        [
            ("member_news", self.member_news),
            ("campaign_news", self.campaign_news),
            ("training_offers", self.training_offers),
        ]
    }
}

/// One answer to what an officer asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EvidenceAnswer {
    /// When.
    pub at: Instant,
    /// What.
    pub words: String,
}

impl Answers {
    /// Whether this step was answered, and well enough for the type: an Associate who turns to a type for practitioners is asked
    /// for the registration again.
    pub fn has_done(&self, step: Step, version: &TypeVersion) -> bool {
        let is_done = self.done.contains(step.word());
        match step {
            Step::Registration if version.asks_registration => is_done && self.is_registered(),
            _ => is_done,
        }
    }

    /// The first step that is still to be answered; none when it can be sent.
    pub fn next_step(&self, version: &TypeVersion) -> Option<Step> {
        Step::ALL.into_iter().find(|step| !self.has_done(*step, version))
    }

    fn is_registered(&self) -> bool {
        !self.registration_number.is_empty()
            && Regulator::parse(&self.regulator).is_some_and(|known| known != Regulator::None)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Pence;
    use crate::members::membership::AppliedForBy;

    fn version(asks_registration: bool) -> TypeVersion {
        TypeVersion {
            name: "Full member".to_owned(),
            who_for: String::new(),
            rights: String::new(),
            applied_for_by: AppliedForBy::Anyone,
            term_months: 12,
            fixed_year: None,
            rejoin_months: Some(12),
            needs_decision: true,
            needs_second_decider: false,
            asks_registration,
            has_vote: true,
            gives_member_price: true,
            joining_price: Pence::ZERO,
            renewal_price: Pence::ZERO,
        }
    }

    fn all_done() -> Answers {
        Answers { done: Step::ALL.iter().map(|step| step.word().to_owned()).collect(), ..Answers::default() }
    }

    #[test]
    fn the_next_step_is_the_first_without_an_answer() {
        let mut answers = Answers::default();
        assert_eq!(answers.next_step(&version(false)), Some(Step::Type));
        answers.done.insert("type".to_owned());
        answers.done.insert("second-email".to_owned());
        assert_eq!(answers.next_step(&version(false)), Some(Step::Name));
        assert_eq!(all_done().next_step(&version(false)), None);
    }

    #[test]
    fn a_type_that_asks_for_a_registration_is_not_content_without_one() {
        let table =
            [("", "", false), ("none", "", false), ("none", "123", false), ("swe", "", false), ("swe", "SW1", true)];

        for (regulator, number, wanted) in table {
            let answers =
                Answers { regulator: regulator.to_owned(), registration_number: number.to_owned(), ..all_done() };
            assert_eq!(answers.has_done(Step::Registration, &version(true)), wanted, "{regulator} {number}");
            assert!(answers.has_done(Step::Registration, &version(false)));
        }
    }

    #[test]
    fn answers_kept_by_an_older_program_are_read() {
        let read: Answers = serde_json::from_str(r#"{"name":"Ng","gone":1}"#).unwrap();

        assert_eq!(read, Answers { name: "Ng".to_owned(), ..Answers::default() });
    }

    #[test]
    fn an_employer_is_named_as_far_as_it_is_known() {
        let named = |name: &str, other: &str| EmployerAnswer {
            reference: String::new(),
            name: name.to_owned(),
            other: other.to_owned(),
        };

        assert_eq!(named("", "").words(), "None at present");
        assert_eq!(named("Camden", "").words(), "Camden");
        assert_eq!(named("", "Acme").words(), "Acme");
        assert_eq!(named("An agency", "Acme").words(), "Acme (An agency)");
    }
}
