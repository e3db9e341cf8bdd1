//! The two numbers of places on the form of a date in person and online. Pure.

use crate::bookings::sale::EventSale;
use crate::events::EventMode;
use crate::web::{FieldErrors, FormView, Posted};

/// The fields, in the order of the page.
pub const FIELDS: [&str; 2] = ["places_in_room", "places_online"];

/// As many as a date may have in all.
const MOST: i32 = 5_000;

/// What an officer typed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TypedPools {
    /// Places in the room.
    pub room: i32,
    /// Places online.
    pub online: i32,
}

impl TypedPools {
    /// Of the date in all.
    pub fn sum(self) -> i32 {
        self.room + self.online
    }
}

/// Both numbers, or none where the date is of one kind, or in person and online with one number for both.
pub fn read_pools(posted: &Posted, mode: EventMode, errors: &mut FieldErrors) -> Option<TypedPools> {
    let typed = FIELDS.map(|field| posted.get(field).trim());
    if mode != EventMode::Hybrid || typed.iter().all(|text| text.is_empty()) {
        return None;
    }
    let mut read = |field: &str, typed: &str| {
        let is_plain = !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit());
        let number = typed.parse::<i32>().ok().filter(|number| is_plain && (0..=MOST).contains(number));
        errors.check(field, number.ok_or_else(|| format!("Enter a whole number from 0 to {MOST}")))
    };
    let [room, online] = [0, 1].map(|at| read(FIELDS[at], typed[at]));
    Some(TypedPools { room: room?, online: online? })
}

/// Fills the fields from a stored sale.
pub fn fill_pools(form: &mut FormView, sale: &EventSale) {
    let Some(pools) = sale.modes else { return };
    form.set(FIELDS[0], pools.room.capacity.to_string());
    form.set(FIELDS[1], pools.online.capacity.to_string());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ses_8_a_date_in_person_and_online_has_two_numbers_or_none() {
        type Row<'a> = (EventMode, (&'a str, &'a str), Option<(i32, i32)>, &'a [&'a str]);
        let table: [Row<'_>; 7] = [
            (EventMode::Hybrid, ("20", " 80 "), Some((20, 80)), &[]),
            (EventMode::Hybrid, ("", ""), None, &[]),
            (EventMode::Hybrid, ("20", ""), None, &["places_online"]),
            (EventMode::Hybrid, ("", "0"), None, &["places_in_room"]),
            (EventMode::Hybrid, ("-1", "5001"), None, &["places_in_room", "places_online"]),
            (EventMode::Online, ("20", "x"), None, &[]),
            (EventMode::InPerson, ("20", "80"), None, &[]),
        ];
        for (mode, (room, online), expected, wrong) in table {
            let mut errors = FieldErrors::new();
            let posted = Posted::of(&[("places_in_room", room), ("places_online", online)]);
            let read = read_pools(&posted, mode, &mut errors);
            assert_eq!(read, expected.map(|(room, online)| TypedPools { room, online }), "{mode:?} {room} {online}");
            let fields: Vec<&str> = errors.iter().map(|error| error.field.as_str()).collect();
            assert_eq!(fields, wrong, "{mode:?} {room} {online}");
        }
    }
}
