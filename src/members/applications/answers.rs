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
    /// Whole years since qualifying, for types that ask.
    pub years_qualified: Option<u32>,
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
    /// The type's own words of what was declared; other words have to be declared anew.
    pub declared_words: String,
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
    /// for the registration again, and so with whatever else a type asks (rules 2.1).
    pub fn has_done(&self, step: Step, version: &TypeVersion) -> bool {
        let (evidence, is_decided) = (&version.evidence, version.needs_decision);
        if !step.is_asked(Some(version)) {
            return true;
        }
        let is_enough = match step {
            Step::Registration => !version.asks_registration || self.is_registered(),
            Step::Experience => self.years_qualified.is_some_and(|years| evidence.takes_years(years, is_decided)),
            Step::Roles => evidence.role.is_none_or(|role| self.roles.iter().any(|word| word == role.word())),
            Step::Employer => !evidence.employer || self.employer != EmployerAnswer::default(),
            Step::Declaration => self.declared_words == evidence.declaration,
            _ => true,
        };
        is_enough && self.done.contains(step.word())
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
pub(in crate::members::applications) mod tests {
    use super::*;
    use crate::kernel::Pence;
    use crate::members::membership::{AppliedForBy, EvidenceAsked};
    use crate::members::practice::PracticeRole;

    pub(in crate::members::applications) fn version(asks_registration: bool) -> TypeVersion {
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
            evidence: EvidenceAsked::NOTHING,
            renewal_needs_decision: false,
            has_vote: true,
            gives_member_price: true,
            is_in_directory: true,
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
    fn rules_2_1_a_type_is_not_content_without_the_evidence_it_asks() {
        let nothing = EvidenceAsked::NOTHING;
        let words = |text: &str| EvidenceAsked { declaration: text.to_owned(), ..nothing.clone() };
        let years = |least| EvidenceAsked { least_years: Some(least), ..nothing.clone() };
        let (role, employer) =
            (Some(PracticeRole::Iro), EmployerAnswer { other: "A".to_owned(), ..Default::default() });
        let table = [
            (Step::Roles, EvidenceAsked { role, ..nothing.clone() }, all_done(), false),
            (
                Step::Roles,
                EvidenceAsked { role, ..nothing.clone() },
                Answers { roles: vec!["iro".to_owned()], ..all_done() },
                true,
            ),
            (Step::Employer, EvidenceAsked { employer: true, ..nothing.clone() }, all_done(), false),
            (
                Step::Employer,
                EvidenceAsked { employer: true, ..nothing.clone() },
                Answers { employer, ..all_done() },
                true,
            ),
            (Step::Experience, nothing.clone(), Answers::default(), true),
            (Step::Experience, years(0), all_done(), false),
            (Step::Experience, years(5), Answers { years_qualified: Some(2), ..all_done() }, true),
            (Step::Declaration, words("New."), Answers { declared_words: "Old.".to_owned(), ..all_done() }, false),
            (Step::Declaration, words("New."), Answers { declared_words: "New.".to_owned(), ..all_done() }, true),
        ];

        for (step, evidence, answers, wanted) in table {
            let asked = TypeVersion { evidence: evidence.clone(), ..version(false) };
            assert_eq!(answers.has_done(step, &asked), wanted, "{step:?} {evidence:?}");
        }
        let undecided = TypeVersion { evidence: years(5), needs_decision: false, ..version(false) };
        let two = Answers { years_qualified: Some(2), ..all_done() };
        assert_eq!(two.next_step(&undecided), Some(Step::Experience), "nobody would look at them");
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
