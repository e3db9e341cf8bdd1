//! The forms of naming: untrusted text to a command, with a sentence beside each field that is wrong.

use entity::place;

use super::name_places::{NamePlaces, NewLink, NewName, Refusal};
use super::place_status::is_unnamed;
use crate::audit::Actor;
use crate::kernel::{EmailAddress, PersonName};
use crate::web::{FieldErrors, FormView, Posted};

/// Rows on one page; a larger group is named in steps, or by a list.
pub(super) const ROWS_A_PAGE: usize = 20;

/// One place without a name, as its row was typed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct NameRow {
    /// The place's number in its booking, and in the fields' names.
    pub(super) position: i32,
    name: String,
    email: String,
}

/// The rows of a page of naming. Only places of this booking without a name have one, whatever the browser sends.
#[derive(Clone, Debug, Default)]
pub(super) struct NamesForm {
    pub(super) rows: Vec<NameRow>,
}

fn fields(position: i32) -> (String, String) {
    (format!("name_{position}"), format!("email_{position}"))
}

impl NamesForm {
    /// Empty rows for the places that lack names.
    pub(super) fn blank(places: &[place::Model]) -> Self {
        Self::read(places, &Posted::default())
    }

    /// What was typed for them.
    pub(super) fn read(places: &[place::Model], posted: &Posted) -> Self {
        let row = |place: &place::Model| {
            let (name, email) = fields(place.position);
            NameRow {
                position: place.position,
                name: posted.get(&name).to_owned(),
                email: posted.get(&email).to_owned(),
            }
        };
        Self { rows: places.iter().filter(|place| is_unnamed(place)).take(ROWS_A_PAGE).map(row).collect() }
    }

    /// The command, or everything that is wrong. A row left empty is left for later; an address alone asks for a link.
    pub(super) fn command(&self, booking_id: i64, actor: Actor) -> Result<NamePlaces, FieldErrors> {
        let mut errors = FieldErrors::new();
        let (mut names, mut links) = (Vec::new(), Vec::new());
        for row in &self.rows {
            let (name_field, email_field) = fields(row.position);
            match (row.name.trim().is_empty(), row.email.trim().is_empty()) {
                (true, true) => {}
                (true, false) => {
                    let email = errors.check(&email_field, EmailAddress::parse(&row.email));
                    links.extend(email.map(|email| NewLink { position: row.position, email }));
                }
                (false, _) => {
                    let name = errors.check(&name_field, PersonName::parse(&row.name));
                    let email = errors.check(&email_field, EmailAddress::parse(&row.email));
                    let both = name.zip(email);
                    names.extend(both.map(|(name, email)| NewName { position: Some(row.position), name, email }));
                }
            }
        }
        if names.is_empty() && links.is_empty() && errors.is_empty() {
            errors.add("names", "Enter at least one person’s name and address, or an address to send a link to.");
        }
        errors.into_result()?;
        Ok(NamePlaces { booking_id, names, links, actor })
    }

    /// Refusals of a command beside the fields they are about.
    pub(super) fn errors_of(command: &NamePlaces, refused: &[Refusal]) -> FieldErrors {
        let mut errors = FieldErrors::new();
        let named = command.names.iter().map(|new| new.position.map(|position| fields(position).0));
        let linked = command.links.iter().map(|link| Some(fields(link.position).1));
        let of_entry: Vec<Option<String>> = named.chain(linked).collect();
        for refusal in refused {
            let field = of_entry.get(refusal.entry).cloned().flatten();
            errors.add(field.unwrap_or_else(|| "names".to_owned()), refusal.why.clone());
        }
        errors
    }

    /// The form for the template.
    pub(super) fn view(&self) -> FormView {
        let mut view = FormView::blank(&["names", "list", "file"]);
        for row in &self.rows {
            let (name, email) = fields(row.position);
            view.set(name, row.name.as_str());
            view.set(email, row.email.as_str());
        }
        view
    }
}

/// The form on which somebody says who they are: on a claim page.
#[derive(Clone, Debug, Default)]
pub(super) struct ClaimForm {
    name: String,
    email: String,
}

impl ClaimForm {
    /// What was typed.
    pub(super) fn read(posted: &Posted) -> Self {
        Self { name: posted.get("name").to_owned(), email: posted.get("email").to_owned() }
    }

    /// Name and address, or what is wrong with them.
    pub(super) fn person(&self) -> Result<(PersonName, EmailAddress), FieldErrors> {
        let mut errors = FieldErrors::new();
        let name = errors.check("name", PersonName::parse(&self.name));
        let email = errors.check("email", EmailAddress::parse(&self.email));
        match (name, email) {
            (Some(name), Some(email)) => Ok((name, email)),
            _ => Err(errors),
        }
    }

    /// The form for the template.
    pub(super) fn view(&self) -> FormView {
        FormView::filled([("name", self.name.as_str()), ("email", self.email.as_str())])
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::bookings::groups::place_status::tests::place;

    fn places() -> Vec<place::Model> {
        let at = |position: i32, name: &str| place::Model { position, ..place(name, "confirmed") };
        vec![at(1, "asha"), at(2, ""), at(3, ""), at(4, "")]
    }

    fn command(fields: &[(&str, &str)]) -> Result<NamePlaces, FieldErrors> {
        NamesForm::read(&places(), &Posted::of(fields)).command(7, Actor::Link)
    }

    #[test]
    fn grp_2_a_row_is_a_name_a_link_or_left_for_later() {
        let fields = [("name_2", " Siân O'Neill "), ("email_2", "team@example.org"), ("email_3", "bo@example.org")];
        let command = command(&fields).unwrap();

        assert_eq!(command.names[0].position, Some(2));
        assert_eq!(command.names[0].name.as_str(), "Siân O'Neill");
        assert_eq!(command.links[0].position, 3);
        assert_eq!((command.names.len(), command.links.len()), (1, 1));
    }

    #[test]
    fn each_wrong_row_gets_a_sentence() {
        let table: [(&[(&str, &str)], &str); 4] = [
            (&[], "names"),
            (&[("name_2", "Bo Ng")], "email_2"),
            (&[("name_2", "Bo Ng"), ("email_2", "x")], "email_2"),
            (&[("email_4", "x")], "email_4"),
        ];
        for (fields, field) in table {
            let errors = command(fields).unwrap_err();
            assert_eq!(errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(), [field], "{fields:?}");
        }
    }

    #[test]
    fn a_tampered_position_is_not_read() {
        let fields =
            [("name_1", "Eve"), ("email_1", "eve@example.org"), ("name_99", "Eve"), ("email_99", "eve@example.org")];
        assert!(command(&fields).is_err(), "place 1 has a name, place 99 does not exist");
    }
}
