//! The part of a booking form that asks how each person takes part, on a date with a room and a screen (SES-8).

use std::collections::BTreeMap;

use super::seats::PlaceMode;
use crate::web::{FieldErrors, FormView, Posted};

/// The field of the signed-in booker's own row.
const MINE: &str = "my_mode";
/// The field of those who are named later: one answer for all of them.
const LATER: &str = "unnamed_mode";
/// Says that the page asked.
const ASKED: &str = "asks_mode";

/// What was chosen, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ModeFields {
    asked: bool,
    mine: String,
    rows: BTreeMap<usize, String>,
    later: String,
}

/// Name of the field of a row.
fn row_field(number: usize) -> String {
    format!("attendee_mode_{number}")
}

/// Whose ways are asked for.
#[derive(Clone, Debug)]
pub struct Rows {
    /// The signed-in booker comes.
    pub me: bool,
    /// The numbers of the other rows, in their order.
    pub numbers: Vec<usize>,
    /// How many are named later.
    pub unnamed: usize,
}

impl ModeFields {
    /// Reads what was sent for rows up to `last_row`.
    pub fn read(posted: &Posted, last_row: usize) -> Self {
        let typed = |number: usize| (number, posted.get(&row_field(number)).to_owned());
        Self {
            asked: posted.has(ASKED),
            mine: posted.get(MINE).to_owned(),
            rows: (1..=last_row).map(typed).filter(|(_, mode)| !mode.is_empty()).collect(),
            later: posted.get(LATER).to_owned(),
        }
    }

    /// Puts them into the form as it is shown again.
    pub fn fill(&self, view: &mut FormView, rows: &Rows) {
        view.set(MINE, self.mine.as_str());
        view.set(LATER, self.later.as_str());
        for number in &rows.numbers {
            view.set(row_field(*number), self.rows.get(number).map_or("", String::as_str));
        }
    }

    /// A way for every place, in their order; none at all where the page did not ask.
    pub fn check(&self, rows: &Rows, errors: &mut FieldErrors) -> Vec<PlaceMode> {
        if !self.asked {
            return Vec::new();
        }
        let mut read =
            |field: String, typed: &str, words: &str| errors.check(&field, PlaceMode::parse(typed).ok_or(words));
        let mine = rows.me.then(|| read(MINE.to_owned(), &self.mine, "Say how you take part: in the room or online."));
        let mut modes: Vec<Option<PlaceMode>> = mine.into_iter().collect();
        for number in &rows.numbers {
            let typed = self.rows.get(number).map_or("", String::as_str);
            modes.push(read(row_field(*number), typed, "Say how this person takes part: in the room or online."));
        }
        if rows.unnamed > 0 {
            let words = "Say how the people you name later take part. Each of them can change it.";
            modes.extend(std::iter::repeat_n(read(LATER.to_owned(), &self.later, words), rows.unnamed));
        }
        modes.into_iter().flatten().collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(fields: &[(&str, &str)], rows: &Rows) -> (Vec<PlaceMode>, Vec<String>) {
        let mut errors = FieldErrors::new();
        let modes = ModeFields::read(&Posted::of(fields), 40).check(rows, &mut errors);
        (modes, errors.iter().map(|error| error.field.clone()).collect())
    }

    #[test]
    fn ses_8_a_way_is_asked_for_every_place() {
        use PlaceMode::{Online, Room};
        let rows = Rows { me: true, numbers: vec![1, 4], unnamed: 2 };
        let all = [
            ("asks_mode", "yes"),
            ("my_mode", "room"),
            ("attendee_mode_1", "online"),
            ("attendee_mode_4", "room"),
            ("unnamed_mode", "online"),
        ];
        assert_eq!(check(&all, &rows), (vec![Room, Online, Room, Online, Online], vec![]));
        assert_eq!(check(&all, &Rows { me: false, numbers: vec![4], unnamed: 0 }), (vec![Room], vec![]));
        assert_eq!(check(&[], &rows), (vec![], vec![]), "a date of one kind asks nobody");
    }

    #[test]
    fn ses_8_what_is_missing_or_odd_is_said_beside_its_field() {
        let rows = Rows { me: true, numbers: vec![1, 2], unnamed: 1 };
        let odd = [("asks_mode", "yes"), ("my_mode", "zoom"), ("attendee_mode_2", "online")];
        assert_eq!(check(&odd, &rows).1, ["my_mode", "attendee_mode_1", "unnamed_mode"]);
    }
}
