//! The fields that say what people who come to a room need to know (SES-8). Pure.

use crate::events::VenueDetails;
use crate::web::{FieldErrors, FormView, Posted, TextInput};

/// The fields, in the order of the page.
pub const FIELDS: [&str; 5] = ["room", "address", "travel", "access", "arrive_minutes"];

const ROOM: TextInput = TextInput::line("room", "room", 120).optional();
const ADDRESS: TextInput = TextInput::line("address", "address", 200).optional();
const TRAVEL: TextInput = TextInput::line("travel", "way there", 600).optional();
const ACCESS: TextInput = TextInput::line("access", "access details", 600).optional();
/// Nobody is let in earlier than that.
const EARLIEST: i32 = 240;

/// What was typed; a date online keeps nothing of a room.
pub fn read_venue(posted: &Posted, has_room: bool, errors: &mut FieldErrors) -> VenueDetails {
    if !has_room {
        return VenueDetails::default();
    }
    VenueDetails {
        room: ROOM.read(posted, errors),
        address: ADDRESS.read(posted, errors),
        travel: TRAVEL.read(posted, errors),
        access: ACCESS.read(posted, errors),
        arrive_minutes: read_minutes(posted, errors),
    }
}

fn read_minutes(posted: &Posted, errors: &mut FieldErrors) -> Option<i32> {
    let typed = posted.get("arrive_minutes").trim();
    if typed.is_empty() {
        return None;
    }
    let is_plain = typed.bytes().all(|byte| byte.is_ascii_digit());
    let minutes = typed.parse::<i32>().ok().filter(|minutes| is_plain && (1..=EARLIEST).contains(minutes));
    let words = format!("Enter a whole number of minutes from 1 to {EARLIEST}, or leave it empty");
    errors.check("arrive_minutes", minutes.ok_or(words))
}

/// Fills the fields from what is stored.
pub fn fill_venue(form: &mut FormView, venue: &VenueDetails) {
    form.set("room", venue.room.as_str());
    form.set("address", venue.address.as_str());
    form.set("travel", venue.travel.as_str());
    form.set("access", venue.access.as_str());
    form.set("arrive_minutes", venue.arrive_minutes.map(|minutes| minutes.to_string()).unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ses_8_what_is_typed_of_a_room_reads_back() {
        let venue = VenueDetails {
            room: "Garden Room".to_owned(),
            address: "1 High Street, Sampleton".to_owned(),
            travel: "Bus 7 from the station.".to_owned(),
            access: "Step-free.".to_owned(),
            arrive_minutes: Some(30),
        };
        let mut form = FormView::blank(&FIELDS);
        fill_venue(&mut form, &venue);
        let values: Vec<(&str, &str)> = FIELDS.iter().map(|name| (*name, form.fields[*name].value.as_str())).collect();
        let mut errors = FieldErrors::new();

        assert_eq!(read_venue(&Posted::of(&values), true, &mut errors), venue);
        assert_eq!(read_venue(&Posted::of(&values), false, &mut errors), VenueDetails::default());
        assert!(errors.is_empty());
    }

    #[test]
    fn odd_minutes_are_refused_beside_their_field() {
        for typed in ["0", "-5", "241", "half an hour", "+5", "99999999999"] {
            let mut errors = FieldErrors::new();
            let read = read_venue(&Posted::of(&[("arrive_minutes", typed)]), true, &mut errors);
            assert_eq!(read.arrive_minutes, None, "{typed}");
            assert_eq!(
                errors.iter().map(|error| error.field.as_str()).collect::<Vec<_>>(),
                ["arrive_minutes"],
                "{typed}"
            );
        }
    }
}
