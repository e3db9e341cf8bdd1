//! The forms of a waiting list: untrusted text to a command, with a sentence beside each field that is wrong.

use super::join::JoinWaitingList;
use super::wish::read_mode;
use crate::kernel::{EmailAddress, PersonName};
use crate::web::{FieldErrors, FormView, Posted, Viewer};

/// The form with which one joins, as typed.
#[derive(Clone, Debug, Default)]
pub struct JoinForm {
    name: String,
    email: String,
    places: String,
    all_together: bool,
    leaves_for_other_date: bool,
    /// Sent where the date has two kinds of place.
    mode: Option<String>,
}

impl JoinForm {
    /// As first shown: who is signed in stands in it.
    pub fn blank(viewer: Option<&Viewer>, places: Option<i32>) -> Self {
        Self {
            name: viewer.map(|viewer| viewer.name.clone()).unwrap_or_default(),
            email: viewer.map(|viewer| viewer.email.clone()).unwrap_or_default(),
            places: places.unwrap_or(1).to_string(),
            all_together: false,
            leaves_for_other_date: false,
            mode: None,
        }
    }

    /// Reads what was sent, typed text untouched.
    pub fn read(posted: &Posted) -> Self {
        Self {
            name: posted.get("name").to_owned(),
            email: posted.get("email").to_owned(),
            places: posted.get("places").to_owned(),
            all_together: posted.has("all_together"),
            leaves_for_other_date: posted.has("leaves_for_other_date"),
            mode: (posted.has("asks_mode") || posted.has("mode")).then(|| posted.get("mode").to_owned()),
        }
    }

    /// The form for the template.
    pub fn view(&self) -> FormView {
        FormView::filled([
            ("name", self.name.as_str()),
            ("email", self.email.as_str()),
            ("places", self.places.as_str()),
            ("all_together", if self.all_together { "yes" } else { "" }),
            ("leaves_for_other_date", if self.leaves_for_other_date { "yes" } else { "" }),
            ("mode", self.mode.as_deref().unwrap_or_default()),
        ])
    }

    /// The command, or everything that is wrong. The entry belongs to the signed-in person only under their own address.
    pub fn command(&self, event_id: i64, viewer: Option<&Viewer>) -> Result<JoinWaitingList, FieldErrors> {
        let mut errors = FieldErrors::new();
        let name = errors.check("name", PersonName::parse(&self.name));
        let email = errors.check("email", EmailAddress::parse(&self.email));
        let wish = read_wish((&self.places, self.all_together), &mut errors);
        let mode = read_mode(self.mode.as_deref(), &mut errors);
        let (Some(name), Some(email), Some((places, all_together)), true) = (name, email, wish, errors.is_empty())
        else {
            return Err(errors);
        };
        let is_own =
            |viewer: &&Viewer| EmailAddress::parse(&viewer.email).is_ok_and(|own| own.folded() == email.folded());
        let person_id = viewer.filter(is_own).map(|viewer| viewer.person_id);
        let leaves_for_other_date = self.leaves_for_other_date;
        Ok(JoinWaitingList { event_id, person_id, name, email, places, all_together, mode, leaves_for_other_date })
    }
}

/// The most places that are read; more are refused by the rules or, here, as no number at all.
const MOST_READ: i32 = 500;

/// How many places, and whether together.
pub(super) fn read_wish((places, all_together): (&str, bool), errors: &mut FieldErrors) -> Option<(i32, bool)> {
    let number = places.trim().parse::<i32>().ok().filter(|number| (1..=MOST_READ).contains(number));
    let number = errors.check("places", number.ok_or("Say how many places you wait for, as a number from 1."))?;
    Some((number, all_together && number > 1))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_wrong_stands_beside_its_field() {
        let form = JoinForm::read(&Posted::of(&[("name", ""), ("email", "nobody"), ("places", "0")]));
        let errors = form.command(1, None).unwrap_err();
        let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
        assert_eq!(fields, ["name", "email", "places"]);
    }

    #[test]
    fn one_place_is_always_together_with_itself() {
        for (places, expected) in [("1", false), ("2", true), (" 3 ", true)] {
            let sent =
                [("name", "Asha Verma"), ("email", "asha@example.org"), ("places", places), ("all_together", "yes")];
            let command = JoinForm::read(&Posted::of(&sent)).command(1, None).unwrap();
            assert_eq!(command.all_together, expected, "{places}");
            assert_eq!(command.person_id, None);
        }
    }

    #[test]
    fn odd_numbers_of_places_are_refused() {
        for places in ["", "-1", "1.5", "many", "501", "99999999999"] {
            assert!(read_wish((places, false), &mut FieldErrors::new()).is_none(), "{places}");
        }
    }
}
