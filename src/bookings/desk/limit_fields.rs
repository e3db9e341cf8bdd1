//! The fields of what limits the places of a date besides the room: materials, desks (HLD-10). Pure.

use super::sale_fields::{MOST_CAPACITY, whole};
use crate::bookings::sale::SeatLimit;
use crate::web::{FieldErrors, FormView, Posted, TextInput};

/// The fields, in the order of the page.
pub const FIELDS: [&str; 4] = ["limit_1", "limit_places_1", "limit_2", "limit_places_2"];

const NAMES: [&str; 2] = ["limit_1", "limit_2"];
const PLACES: [&str; 2] = ["limit_places_1", "limit_places_2"];

/// The limits whose fields are filled in.
pub fn read_limits(posted: &Posted, errors: &mut FieldErrors) -> Vec<SeatLimit> {
    let mut limits: Vec<SeatLimit> = Vec::new();
    for (field, places) in NAMES.into_iter().zip(PLACES) {
        let name = TextInput::line(field, "limit", 60).optional().read(posted, errors);
        let has_number = !posted.get(places).trim().is_empty();
        if name.is_empty() {
            if has_number {
                errors.add(field, "Say what there is only so much of, such as course materials");
            }
            continue;
        }
        if limits.iter().any(|known| known.name == name) {
            errors.add(field, "The other limit has the same name. Leave one of them empty");
        }
        limits.push(SeatLimit { name, places: whole(posted, places, 0..=MOST_CAPACITY, errors) });
    }
    limits
}

/// Fills the fields from what is stored.
pub fn fill_limits(form: &mut FormView, limits: &[SeatLimit]) {
    for ((limit, field), places) in limits.iter().zip(NAMES).zip(PLACES) {
        form.set(field, limit.name.as_str());
        form.set(places, limit.places.to_string());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(fields: &[(&'static str, &'static str)]) -> (Vec<SeatLimit>, Vec<String>) {
        let mut errors = FieldErrors::new();
        let limits = read_limits(&Posted::of(fields), &mut errors);
        (limits, errors.iter().map(|error| error.field.clone()).collect())
    }

    #[test]
    fn hld_10_a_limit_is_a_name_and_a_number() {
        let limit = |name: &str, places| SeatLimit { name: name.to_owned(), places };
        assert_eq!(read(&[]), (vec![], vec![]));
        let both = [
            ("limit_1", " Course materials "),
            ("limit_places_1", "15"),
            ("limit_2", "Desks"),
            ("limit_places_2", "0"),
        ];
        assert_eq!(read(&both), (vec![limit("Course materials", 15), limit("Desks", 0)], vec![]));
        assert_eq!(read(&[("limit_2", "Desks"), ("limit_places_2", "18")]).0, [limit("Desks", 18)]);
    }

    #[test]
    fn what_is_wrong_is_said_beside_its_field() {
        let table: [(&[(&'static str, &'static str)], &str); 5] = [
            (&[("limit_places_1", "15")], "limit_1"),
            (&[("limit_1", "Desks")], "limit_places_1"),
            (&[("limit_1", "Desks"), ("limit_places_1", "-1")], "limit_places_1"),
            (&[("limit_1", "Desks"), ("limit_places_1", "5001")], "limit_places_1"),
            (
                &[("limit_1", "Desks"), ("limit_places_1", "5"), ("limit_2", "Desks"), ("limit_places_2", "6")],
                "limit_2",
            ),
        ];
        for (fields, expected) in table {
            assert_eq!(read(fields).1, [expected], "{fields:?}");
        }
    }
}
