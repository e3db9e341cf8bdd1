//! How somebody takes part in a date that is in person and online, and how many seats of each kind an act is about. Pure.

use entity::{place, place_change};

use crate::events::{EventDetails, EventMode};

/// How the person on a place takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum PlaceMode {
    /// In the room.
    Room,
    /// By video.
    Online,
}

impl PlaceMode {
    /// Both, in the order of every page and of every lock.
    pub const ALL: [Self; 2] = [Self::Room, Self::Online];

    /// Stored on places, and the name of the pool.
    pub fn word(self) -> &'static str {
        match self {
            Self::Room => "room",
            Self::Online => "online",
        }
    }

    /// Reads a stored or typed word; none for a place on a date of one kind.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|mode| mode.word() == word)
    }

    /// For pages: begins a line.
    pub fn label(self) -> &'static str {
        match self {
            Self::Room => "In the room",
            Self::Online => "Online",
        }
    }

    /// The same inside a sentence.
    pub fn words(self) -> &'static str {
        match self {
            Self::Room => "in the room",
            Self::Online => "online",
        }
    }

    /// How people take part in a date that asked nobody; where it was both, by video, which takes no chair.
    pub fn before_it_was_asked(mode: EventMode) -> Self {
        match mode {
            EventMode::InPerson => Self::Room,
            EventMode::Online | EventMode::Hybrid => Self::Online,
        }
    }

    /// What a date would be with this kind of place alone.
    pub fn alone(self) -> EventMode {
        match self {
            Self::Room => EventMode::InPerson,
            Self::Online => EventMode::Online,
        }
    }

    /// The way that is left.
    #[must_use]
    pub fn other(self) -> Self {
        match self {
            Self::Room => Self::Online,
            Self::Online => Self::Room,
        }
    }
}

/// A date as it is for one place: with the room alone, or the screen alone, on a date that has both. What is asked of people depends
/// on it (QST-1).
pub(in crate::bookings) fn seen_from(place: &place::Model, event: &EventDetails) -> EventDetails {
    let mode = PlaceMode::parse(&place.mode).map_or(event.mode, PlaceMode::alone);
    EventDetails { mode, ..event.clone() }
}

/// What a place stores of its mode; nothing on a date of one kind.
pub(in crate::bookings) fn stored(mode: Option<PlaceMode>) -> String {
    mode.map(PlaceMode::word).unwrap_or_default().to_owned()
}

/// Seats to be taken or given back: so many of the date, and of them so many of each kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Seats {
    /// Of the date in all.
    pub places: i32,
    /// Of them in the room.
    pub room: i32,
    /// Of them online.
    pub online: i32,
}

impl Seats {
    /// So many seats of a date of one kind, or of one mode.
    pub fn of(places: i32, mode: Option<PlaceMode>) -> Self {
        let of_mode = |wanted| if mode == Some(wanted) { places } else { 0 };
        Self { places, room: of_mode(PlaceMode::Room), online: of_mode(PlaceMode::Online) }
    }

    /// One seat for each of these.
    pub fn for_each(modes: impl IntoIterator<Item = Option<PlaceMode>>) -> Self {
        modes.into_iter().fold(Self::default(), |so_far, mode| so_far.and(Self::of(1, mode)))
    }

    /// The seats of these places.
    pub fn of_places<'a>(places: impl IntoIterator<Item = &'a place::Model>) -> Self {
        Self::for_each(places.into_iter().map(|place| PlaceMode::parse(&place.mode)))
    }

    /// The seats that a change keeps on another date until it is paid.
    pub fn kept_by(change: &place_change::Model) -> Self {
        Self { places: change.seats, room: change.room_seats, online: change.online_seats }
    }

    /// The kind that all of them are of, if they are of one.
    pub fn only_mode(self) -> Option<PlaceMode> {
        PlaceMode::ALL.into_iter().find(|mode| self.places > 0 && self.in_mode(*mode) == self.places)
    }

    /// How many of one kind.
    pub fn in_mode(self, mode: PlaceMode) -> i32 {
        match mode {
            PlaceMode::Room => self.room,
            PlaceMode::Online => self.online,
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            places: self.places.saturating_add(other.places),
            room: self.room.saturating_add(other.room),
            online: self.online.saturating_add(other.online),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ses_8_every_word_reads_back_and_nothing_else_does() {
        for mode in PlaceMode::ALL {
            assert_eq!(PlaceMode::parse(mode.word()), Some(mode));
            assert_eq!(PlaceMode::parse(&stored(Some(mode))), Some(mode));
            assert_eq!(mode.other().other(), mode);
            assert_ne!(mode.other(), mode);
        }
        for odd in ["", "Room", "in_person", "places", " room"] {
            assert_eq!(PlaceMode::parse(odd), None, "{odd}");
        }
        assert_eq!(stored(None), "");
    }

    #[test]
    fn seats_of_each_kind_are_counted_beside_the_whole() {
        use PlaceMode::{Online, Room};
        type Row<'a> = (&'a [Option<PlaceMode>], (i32, i32, i32));
        let table: [Row<'_>; 4] = [
            (&[], (0, 0, 0)),
            (&[None, None], (2, 0, 0)),
            (&[Some(Room), Some(Online), Some(Room)], (3, 2, 1)),
            (&[Some(Online), None], (2, 0, 1)),
        ];
        for (modes, (places, room, online)) in table {
            assert_eq!(Seats::for_each(modes.iter().copied()), Seats { places, room, online }, "{modes:?}");
        }
        assert_eq!(Seats::of(3, Some(Online)), Seats { places: 3, room: 0, online: 3 });
    }
}
