//! Answers in words, for the applicant's check and for the officers' desk.

use super::answers::Answers;
use crate::members::membership::years_words;
use crate::members::practice::{PracticeRole, Regulator, Workplace};

/// The roles in words, the main one named.
pub fn role_words(answers: &Answers) -> String {
    let roles: Vec<PracticeRole> = answers.roles.iter().filter_map(|word| PracticeRole::parse(word)).collect();
    let words: Vec<&str> = roles.iter().map(|role| role.label()).collect();
    match (words.len(), PracticeRole::parse(&answers.main_role)) {
        (0 | 1, _) | (_, None) => words.join(", "),
        (_, Some(main)) => format!("{} (mainly: {})", words.join(", "), main.label()),
    }
}

/// Regulator and number in words.
pub fn registration_words(answers: &Answers) -> String {
    match (Regulator::parse(&answers.regulator), answers.registration_number.as_str()) {
        (None, _) => "Not given".to_owned(),
        (Some(Regulator::None), _) => "Not registered".to_owned(),
        (Some(known), "") => known.label().to_owned(),
        (Some(known), number) => format!("{}, {number}", known.label()),
    }
}

/// Years since qualifying in words; "" where they were not asked.
pub fn years_since_words(answers: &Answers) -> String {
    answers.years_qualified.map(years_words).unwrap_or_default()
}

/// The workplace in words.
pub fn place_words(answers: &Answers) -> String {
    Workplace::parse(&answers.workplace).map(Workplace::label).unwrap_or_default()
}

/// The address on one line.
pub fn address_words(answers: &Answers) -> String {
    let lines = answers.address.lines().map(str::trim).filter(|line| !line.is_empty());
    let postcode = Some(answers.postcode.as_str()).filter(|code| !code.is_empty());
    lines.chain(postcode).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn answers_are_said_in_words() {
        let answers = Answers {
            roles: vec!["iro".to_owned(), "academic".to_owned()],
            main_role: "academic".to_owned(),
            regulator: "swe".to_owned(),
            registration_number: "SW12".to_owned(),
            workplace: "london".to_owned(),
            address: "1 High St\n\nLeeds".to_owned(),
            postcode: "LS1 1AA".to_owned(),
            ..Answers::default()
        };

        assert!(role_words(&answers).ends_with("(mainly: Academic or researcher)"));
        assert_eq!(registration_words(&answers), "Social Work England, SW12");
        assert_eq!(place_words(&answers), "England: London");
        assert_eq!(address_words(&answers), "1 High St, Leeds, LS1 1AA");
        assert_eq!(registration_words(&Answers::default()), "Not given");
    }
}
