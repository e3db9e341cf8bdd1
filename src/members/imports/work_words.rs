//! What a file says about somebody's work, in the words our records use. The one place where an import meets those words.

use crate::kernel::postcode::Postcode;
use crate::members::practice::{PracticeRole, Regulator, Workplace, read_registration_number};

/// Letters and figures in lower case, which is all that counts when a file's words are compared with ours.
fn folded(text: &str) -> String {
    text.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// A role as records name it. Lists hold job titles of every kind; one we do not know is "another role".
pub(super) fn read_role(typed: &str) -> &'static str {
    let typed = folded(typed);
    let is_meant = |role: &PracticeRole| folded(role.word()) == typed || folded(role.label()) == typed;
    let known = PracticeRole::ALL.into_iter().find(is_meant);
    known
        .or(if typed == "independentreviewingofficer" { Some(PracticeRole::Iro) } else { None })
        .unwrap_or(PracticeRole::Other)
        .word()
}

/// A regulator as records name it; one we do not know is "another regulator".
pub(super) fn read_regulator(typed: &str) -> Regulator {
    let typed = folded(typed);
    let is_meant = |one: &Regulator| {
        let label = folded(one.label());
        folded(one.word()) == typed || label == typed || (typed.len() > 8 && label.starts_with(&typed))
    };
    Regulator::ALL.into_iter().find(is_meant).unwrap_or(Regulator::Other)
}

/// A registration number as its regulator writes it; without a regulator, as it stands.
pub(super) fn read_registration(regulator: Option<&str>, typed: &str) -> Result<String, String> {
    let regulator = regulator.and_then(Regulator::parse).unwrap_or(Regulator::Other);
    read_registration_number(regulator, typed).map_err(|error| error.to_string())
}

/// A region and its nation.
pub(super) fn read_region(typed: &str) -> Result<Workplace, String> {
    let typed = folded(typed);
    let known =
        Workplace::ALL.into_iter().find(|place| folded(place.region()) == typed || folded(place.word()) == typed);
    known.ok_or_else(|| "There is no region of this name; write one such as East Midlands or Wales".to_owned())
}

/// A nation as records name it.
pub(super) fn read_nation(typed: &str) -> Result<&'static str, String> {
    let typed = folded(typed);
    let known = Workplace::ALL.into_iter().map(Workplace::nation).find(|nation| folded(nation) == typed);
    known.ok_or_else(|| "There is no nation of this name; write England, Wales, Scotland, Northern Ireland, Jersey, Guernsey or Isle of Man".to_owned())
}

/// A postcode with its one space.
pub(super) fn read_postcode(typed: &str) -> Result<String, String> {
    Postcode::parse(typed).map(|code| code.to_string()).map_err(|error| error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_of_lists_become_words_of_ours() {
        assert_eq!(read_role("IRO"), "iro");
        assert_eq!(read_role("Independent Reviewing Officer"), "iro");
        assert_eq!(read_role("Head of everything"), "other");
        assert_eq!(read_regulator("Social Work England"), Regulator::SocialWorkEngland);
        assert_eq!(read_regulator("SWE"), Regulator::SocialWorkEngland);
        assert_eq!(read_regulator("Scottish Social Services Council"), Regulator::Sssc);
        assert_eq!(read_regulator("HCPC"), Regulator::Other);
        assert_eq!(read_region("east midlands").map(Workplace::nation), Ok("England"));
        assert!(read_region("Middle Earth").is_err());
        assert_eq!(read_nation("northern ireland"), Ok("Northern Ireland"));
        assert!(read_nation("Narnia").is_err());
        assert_eq!(read_postcode("sw1a1aa"), Ok("SW1A 1AA".to_owned()));
        assert_eq!(read_registration(Some("swe"), "sw 000123"), Ok("SW123".to_owned()));
    }
}
