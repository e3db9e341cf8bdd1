//! What is said when one kind of place is short: how many there are, and how many of the other (SES-8).

use super::seats::{PlaceMode, Seats};
use crate::bookings::place_claim::ClaimBy;
use crate::bookings::sale::EventSale;

/// Fewer of one kind than asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{}", full_words(*self))]
pub struct ModeFull {
    /// Of which kind.
    pub mode: PlaceMode,
    /// How many there are.
    pub left: i32,
    /// How many of the other kind.
    pub other_left: i32,
}

/// Which kind is short, if one is.
pub(in crate::bookings) fn refusal(sale: &EventSale, wanted: Seats, by: ClaimBy) -> Option<ModeFull> {
    let pools = sale.modes?;
    let past_the_list = by != ClaimBy::Public;
    let mode = pools.short_of(wanted, past_the_list)?;
    let left = |mode: PlaceMode| {
        if past_the_list { pools.free(mode, sale.free_seats()) } else { sale.left_in(pools, mode) }
    };
    Some(ModeFull { mode, left: left(mode), other_left: left(mode.other()) })
}

fn full_words(full: ModeFull) -> String {
    let here = match full.left {
        0 => format!("No place is left {}", full.mode.words()),
        1 => format!("Only 1 place is left {}", full.mode.words()),
        left => format!("Only {left} places are left {}", full.mode.words()),
    };
    let there = match full.other_left {
        0 => format!("and none {}", full.mode.other().words()),
        1 => format!("and 1 {}", full.mode.other().words()),
        left => format!("and {left} {}", full.mode.other().words()),
    };
    let next = if full.other_left > 0 {
        "Choose the other way for whoever can take it, and send the form again."
    } else {
        "Other dates are on the course page."
    };
    format!("{here}, {there}. Nothing has been booked or charged. {next}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ses_8_what_is_full_is_told_with_what_is_not() {
        use PlaceMode::{Online, Room};
        let table = [
            (Room, 0, 5, "No place is left in the room, and 5 online. Nothing has been booked or charged. Choose"),
            (Room, 1, 1, "Only 1 place is left in the room, and 1 online."),
            (Online, 2, 3, "Only 2 places are left online, and 3 in the room."),
            (Online, 0, 0, "No place is left online, and none in the room. Nothing has been booked or charged. Other"),
        ];
        for (mode, left, other_left, expected) in table {
            let words = ModeFull { mode, left, other_left }.to_string();
            assert!(words.starts_with(expected), "{words}");
        }
    }
}
