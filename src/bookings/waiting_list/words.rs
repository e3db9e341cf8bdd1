//! Words that pages and emails of a waiting list share.

use crate::bookings::modes::PlaceMode;

/// "1 place", "3 places".
pub(super) fn places_words(places: i32) -> String {
    if places == 1 { "1 place".to_owned() } else { format!("{places} places") }
}

/// "2 places online"; "1 place" where a date has one kind, or either is wanted (SES-8).
pub(super) fn seats_words(places: i32, mode: Option<PlaceMode>) -> String {
    let of_mode = mode.map_or_else(String::new, |mode| format!(" {}", mode.words()));
    format!("{}{of_mode}", places_words(places))
}

/// "about 3rd": where somebody stands, if officers let them know.
pub(super) fn position_words(position: usize) -> String {
    let ending = match (position % 10, position % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("about {position}{ending}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn positions_read_as_people_say_them() {
        let table = [(1, "1st"), (2, "2nd"), (3, "3rd"), (4, "4th"), (11, "11th"), (12, "12th"), (13, "13th")];
        for (position, words) in table.into_iter().chain([(21, "21st"), (102, "102nd"), (111, "111th")]) {
            assert_eq!(position_words(position), format!("about {words}"));
        }
    }
}
