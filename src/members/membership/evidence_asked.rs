//! What a type asks its applicants to show, beside a registration number (rules 2.1): a role, an employer, years since
//! qualifying, a declaration in the type's own words. Pure.

use crate::members::practice::PracticeRole;

/// The most years since qualifying that anybody is believed to have.
pub const MOST_YEARS: u32 = 60;

/// What is asked; each part may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct EvidenceAsked {
    /// The role that applicants must practise in.
    pub role: Option<PracticeRole>,
    /// An employer must be named.
    pub employer: bool,
    /// Whole years since qualifying are asked for, and so many are expected; zero expects none.
    pub least_years: Option<u32>,
    /// What applicants declare in the type's own words, beside what everybody declares; "" for nothing more.
    pub declaration: String,
}

impl EvidenceAsked {
    /// Nothing beyond what everybody is asked.
    pub const NOTHING: Self = Self { role: None, employer: false, least_years: None, declaration: String::new() };

    /// Whether so many years are fewer than the type expects.
    pub fn falls_short(&self, years: u32) -> bool {
        self.least_years.is_some_and(|least| years < least)
    }

    /// Whether these years may be sent. Fewer than expected may where somebody decides, because people can say why; where nobody
    /// does, the rule has to hold by itself.
    pub fn takes_years(&self, years: u32, is_decided: bool) -> bool {
        years <= MOST_YEARS && (is_decided || !self.falls_short(years))
    }

    /// What is asked, a sentence each, for the page about joining.
    pub fn sentences(&self) -> Vec<String> {
        let role = self.role.map(|role| format!("It is for people who practise in this role: {}.", role.label()));
        let employer = self.employer.then(|| "You need an employer.".to_owned());
        let years = self.least_years.map(|least| match least {
            0 => "We ask how many years ago you qualified.".to_owned(),
            1 => "It is for people who qualified at least 1 year ago.".to_owned(),
            least => format!("It is for people who qualified at least {least} years ago."),
        });
        let declaration = (!self.declaration.is_empty()).then(|| "You make a declaration of its own.".to_owned());
        [role, employer, years, declaration].into_iter().flatten().collect()
    }
}

/// Years in words.
pub fn years_words(years: u32) -> String {
    if years == 1 { "1 year".to_owned() } else { format!("{years} years") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rules_2_1_fewer_years_than_expected_need_somebody_who_decides() {
        let five = EvidenceAsked { least_years: Some(5), ..EvidenceAsked::NOTHING };
        let table = [
            (5, false, true),
            (60, false, true),
            (4, false, false),
            (4, true, true),
            (0, true, true),
            (61, true, false),
            (61, false, false),
        ];

        for (years, is_decided, wanted) in table {
            assert_eq!(five.takes_years(years, is_decided), wanted, "{years} {is_decided}");
        }
        assert!(EvidenceAsked { least_years: Some(0), ..EvidenceAsked::NOTHING }.takes_years(0, false));
    }

    #[test]
    fn what_is_asked_is_said_in_sentences() {
        assert!(EvidenceAsked::NOTHING.sentences().is_empty());
        let all = EvidenceAsked {
            role: Some(PracticeRole::Iro),
            employer: true,
            least_years: Some(5),
            declaration: "I review plans.".to_owned(),
        };

        let said = all.sentences();

        assert_eq!(said.len(), 4);
        assert_eq!(said[0], "It is for people who practise in this role: Independent reviewing officer (IRO).");
        assert_eq!(said[2], "It is for people who qualified at least 5 years ago.");
        assert_eq!((years_words(1).as_str(), years_words(0).as_str()), ("1 year", "0 years"));
    }
}
