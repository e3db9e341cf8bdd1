//! Which kind of place somebody waits for, on a date with a room and a screen (SES-8): one of the two, or whichever comes first.

use serde::Serialize;

use crate::bookings::modes::PlaceMode;
use crate::bookings::sale::EventSale;
use crate::web::FieldErrors;

/// The word a form sends for "whichever comes first".
const EITHER: &str = "either";

/// One choice of the form.
#[derive(Clone, Debug, Serialize)]
pub struct WishChoice {
    /// "room", "online" or "either".
    pub value: &'static str,
    /// In words.
    pub label: &'static str,
}

/// The choices; none on a date of one kind.
pub(super) fn wish_choices(sale: &EventSale) -> Vec<WishChoice> {
    let all = [
        (PlaceMode::Room.word(), "A place in the room"),
        (PlaceMode::Online.word(), "A place online"),
        (EITHER, "Whichever comes free first"),
    ];
    if sale.modes.is_some() { all.map(|(value, label)| WishChoice { value, label }).into() } else { Vec::new() }
}

/// The word of a stored wish.
pub(super) fn wish_word(stored: &str) -> &'static str {
    PlaceMode::parse(stored).map_or(EITHER, PlaceMode::word)
}

/// Reads the choice, where the page asked for one.
pub(super) fn read_mode(typed: Option<&str>, errors: &mut FieldErrors) -> Option<PlaceMode> {
    let typed = typed?;
    let mode = PlaceMode::parse(typed);
    if mode.is_none() && typed != EITHER {
        errors.add("mode", "Say whether you wait for a place in the room, one online, or either.");
    }
    mode
}

/// Seats of the wished kind that the public may book, so that nobody has to wait for them.
pub(super) fn left_for(sale: &EventSale, mode: Option<PlaceMode>) -> i32 {
    match (sale.modes, mode) {
        (Some(pools), Some(mode)) => sale.left_in(pools, mode),
        _ => sale.places_left(),
    }
}

/// Whether anything of this date can be waited for.
pub(in crate::bookings) fn is_waited_for(sale: &EventSale) -> bool {
    let is_full = |mode| left_for(sale, Some(mode)) == 0;
    sale.places_left() == 0 || sale.modes.is_some() && PlaceMode::ALL.into_iter().any(is_full)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ses_8_a_wish_is_one_kind_or_whichever_comes_first() {
        for (typed, expected, wrong) in [
            (None, None, false),
            (Some("room"), Some(PlaceMode::Room), false),
            (Some("online"), Some(PlaceMode::Online), false),
            (Some("either"), None, false),
            (Some(""), None, true),
            (Some("both"), None, true),
        ] {
            let mut errors = FieldErrors::new();
            assert_eq!(read_mode(typed, &mut errors), expected, "{typed:?}");
            assert_eq!(!errors.is_empty(), wrong, "{typed:?}");
        }
        assert_eq!((wish_word("room"), wish_word("")), ("room", "either"));
    }
}
