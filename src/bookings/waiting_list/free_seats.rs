//! Seats that can be shared out, of the date in all and, where it has a room and a screen, of each (SES-8). Pure.

use crate::bookings::modes::PlaceMode;
use crate::bookings::sale::EventSale;

/// Below nothing when a number was lowered (HLD-8).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FreeSeats {
    /// Of the date in all.
    pub of_date: i32,
    /// In the room and online; none on a date of one kind.
    pub of_modes: Option<(i32, i32)>,
}

impl FreeSeats {
    /// What is free of a sale, past the list.
    pub fn of(sale: &EventSale) -> Self {
        let of_modes = sale
            .modes
            .map(|pools| (pools.room.capacity - pools.room.taken, pools.online.capacity - pools.online.taken));
        Self { of_date: sale.capacity - sale.taken, of_modes }
    }

    /// The most seats that somebody with this wish can have, and of which kind. Whoever takes either is given the kind of which more
    /// is free, so that what is scarce is left for those who insist on it.
    pub fn for_wish(self, wish: Option<PlaceMode>) -> (i32, Option<PlaceMode>) {
        let of_date = std::cmp::max(self.of_date, 0);
        let Some((room, online)) = self.of_modes else { return (of_date, None) };
        let mode = wish.unwrap_or(if room > online { PlaceMode::Room } else { PlaceMode::Online });
        let free = if mode == PlaceMode::Room { room } else { online };
        (free.clamp(0, of_date), Some(mode))
    }

    /// So many fewer of one kind.
    #[must_use]
    pub fn less(self, seats: i32, mode: Option<PlaceMode>) -> Self {
        let of = |kind| if mode == Some(kind) { seats } else { 0 };
        let left = |(room, online)| (room - of(PlaceMode::Room), online - of(PlaceMode::Online));
        Self { of_date: self.of_date - seats, of_modes: self.of_modes.map(left) }
    }
}

impl From<i32> for FreeSeats {
    /// Of a date of one kind.
    fn from(of_date: i32) -> Self {
        Self { of_date, of_modes: None }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PlaceMode::{Online, Room};

    #[test]
    fn ses_8_a_wish_is_met_from_the_kind_that_has_room() {
        let free = |of_date, room, online| FreeSeats { of_date, of_modes: Some((room, online)) };
        let table = [
            (free(5, 2, 3), Some(Room), (2, Some(Room))),
            (free(5, 2, 3), Some(Online), (3, Some(Online))),
            (free(5, 2, 3), None, (3, Some(Online))),
            (free(5, 3, 2), None, (3, Some(Room))),
            (free(1, 3, 2), Some(Online), (1, Some(Online))),
            (free(5, -1, 2), Some(Room), (0, Some(Room))),
            (free(-2, 3, 2), None, (0, Some(Room))),
            (FreeSeats::from(4), Some(Room), (4, None)),
            (FreeSeats::from(-4), None, (0, None)),
        ];
        for (seats, wish, expected) in table {
            assert_eq!(seats.for_wish(wish), expected, "{seats:?} {wish:?}");
        }
    }

    #[test]
    fn what_is_given_is_gone_from_the_date_and_from_its_kind() {
        let free = FreeSeats { of_date: 5, of_modes: Some((2, 3)) };
        assert_eq!(free.less(2, Some(Online)), FreeSeats { of_date: 3, of_modes: Some((2, 1)) });
        assert_eq!(free.less(-1, Some(Room)), FreeSeats { of_date: 6, of_modes: Some((3, 3)) });
        assert_eq!(FreeSeats::from(5).less(2, None), FreeSeats::from(3));
    }
}
