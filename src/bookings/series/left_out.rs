//! Why a date of a series is not among those that are booked together. Pure.

use crate::bookings::book_places::BookPlacesError;
use crate::bookings::sale_window::NotOnSale;

/// Why a date is left out; said to the person, and kept with the booking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LeftOut {
    /// They have a place on it.
    AlreadyBooked,
    /// Nobody can book any more.
    Closed,
    /// Nobody can book yet.
    NotOpen,
    /// It was called off.
    Cancelled,
    /// It costs something.
    NotFree,
    /// It takes a code.
    CodeOnly,
    /// It is in a room and online, and each place says which.
    AsksMode,
    /// They are no member.
    MembersOnly,
    /// No seat is left, or somebody waits for one.
    Full,
}

/// What decides whether a date is booked with the others.
#[derive(Clone, Copy, Debug)]
pub struct DateFacts {
    /// They have a place on it.
    pub has_place: bool,
    /// Whether it is on sale now.
    pub on_sale: Result<(), NotOnSale>,
    /// Nobody pays.
    pub is_free: bool,
    /// It takes a code.
    pub code_only: bool,
    /// Each place is in the room or online (SES-8).
    pub asks_mode: bool,
    /// For members only, and they are none.
    pub lacks_membership: bool,
    /// Seats the public may still book.
    pub places_left: i32,
}

impl LeftOut {
    /// Every reason.
    pub const ALL: [Self; 9] = [
        Self::AlreadyBooked,
        Self::Closed,
        Self::NotOpen,
        Self::Cancelled,
        Self::NotFree,
        Self::CodeOnly,
        Self::AsksMode,
        Self::MembersOnly,
        Self::Full,
    ];

    /// Why a date is left out; none when it is booked with the others.
    pub fn of(facts: DateFacts) -> Option<Self> {
        match facts.on_sale {
            _ if facts.has_place => Some(Self::AlreadyBooked),
            Err(reason) => Some(Self::of_sale(reason)),
            Ok(()) if !facts.is_free => Some(Self::NotFree),
            Ok(()) if facts.code_only => Some(Self::CodeOnly),
            Ok(()) if facts.asks_mode => Some(Self::AsksMode),
            Ok(()) if facts.lacks_membership => Some(Self::MembersOnly),
            Ok(()) if facts.places_left <= 0 => Some(Self::Full),
            Ok(()) => None,
        }
    }

    fn of_sale(reason: NotOnSale) -> Self {
        match reason {
            NotOnSale::Cancelled => Self::Cancelled,
            NotOnSale::Closed | NotOnSale::Over => Self::Closed,
            NotOnSale::NotPublished | NotOnSale::NotSetUp | NotOnSale::DateUnknown | NotOnSale::TimeUnknown => {
                Self::NotOpen
            }
        }
    }

    /// What a refusal of the booking itself means for one date among several.
    pub fn of_refusal(refusal: &BookPlacesError) -> Self {
        match refusal {
            BookPlacesError::AlreadyBooked { .. } => Self::AlreadyBooked,
            BookPlacesError::NotOnSale(reason) => Self::of_sale(*reason),
            BookPlacesError::NotEnoughPlaces { .. } => Self::Full,
            BookPlacesError::MembersOnly | BookPlacesError::OwnPlaceOnly => Self::MembersOnly,
            BookPlacesError::CodeNeeded | BookPlacesError::CodeDoesNotApply => Self::CodeOnly,
            BookPlacesError::ModeMissing | BookPlacesError::ModeFull(_) => Self::AsksMode,
            // A price that is more than nothing is not what the page showed.
            _ => Self::NotFree,
        }
    }

    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::AlreadyBooked => "already_booked",
            Self::Closed => "closed",
            Self::NotOpen => "not_open",
            Self::Cancelled => "cancelled",
            Self::NotFree => "not_free",
            Self::CodeOnly => "code_only",
            Self::AsksMode => "asks_mode",
            Self::MembersOnly => "members_only",
            Self::Full => "full",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// A sentence for the person.
    pub const fn words(self) -> &'static str {
        match self {
            Self::AlreadyBooked => "You have a place already.",
            Self::Closed => "Bookings have closed.",
            Self::NotOpen => "Bookings are not open yet.",
            Self::Cancelled => "This date has been cancelled.",
            Self::NotFree => "This date costs something, so it is booked by itself.",
            Self::CodeOnly => "This date takes a code, so it is booked by itself.",
            Self::AsksMode => "In the room or online is chosen on its own page, so it is booked by itself.",
            Self::MembersOnly => "This date is for members.",
            Self::Full => "Every place is taken. Its own page has the waiting list.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ses_6_those_that_are_open_and_free_with_room_are_booked() {
        let open = DateFacts {
            has_place: false,
            on_sale: Ok(()),
            is_free: true,
            code_only: false,
            asks_mode: false,
            lacks_membership: false,
            places_left: 1,
        };
        let table = [
            (open, None),
            (DateFacts { places_left: 0, ..open }, Some(LeftOut::Full)),
            (DateFacts { has_place: true, places_left: 0, ..open }, Some(LeftOut::AlreadyBooked)),
            (DateFacts { has_place: true, on_sale: Err(NotOnSale::Closed), ..open }, Some(LeftOut::AlreadyBooked)),
            (DateFacts { on_sale: Err(NotOnSale::Closed), ..open }, Some(LeftOut::Closed)),
            (DateFacts { on_sale: Err(NotOnSale::Over), ..open }, Some(LeftOut::Closed)),
            (DateFacts { on_sale: Err(NotOnSale::DateUnknown), ..open }, Some(LeftOut::NotOpen)),
            (DateFacts { on_sale: Err(NotOnSale::Cancelled), ..open }, Some(LeftOut::Cancelled)),
            (DateFacts { is_free: false, ..open }, Some(LeftOut::NotFree)),
            (DateFacts { asks_mode: true, ..open }, Some(LeftOut::AsksMode)),
            (DateFacts { code_only: true, ..open }, Some(LeftOut::CodeOnly)),
            (DateFacts { lacks_membership: true, ..open }, Some(LeftOut::MembersOnly)),
        ];
        for (facts, wanted) in table {
            assert_eq!(LeftOut::of(facts), wanted, "{facts:?}");
        }
    }

    #[test]
    fn a_refused_booking_says_why_the_date_is_left_out() {
        let table = [
            (BookPlacesError::NotEnoughPlaces { left: 0 }, LeftOut::Full),
            (BookPlacesError::AlreadyBooked { name: "Asha".to_owned() }, LeftOut::AlreadyBooked),
            (BookPlacesError::NotOnSale(NotOnSale::Closed), LeftOut::Closed),
            (BookPlacesError::MembersOnly, LeftOut::MembersOnly),
            (BookPlacesError::CodeNeeded, LeftOut::CodeOnly),
        ];
        for (refusal, wanted) in table {
            assert_eq!(LeftOut::of_refusal(&refusal), wanted, "{refusal:?}");
        }
    }

    #[test]
    fn words_are_read_back() {
        for reason in LeftOut::ALL {
            assert_eq!(LeftOut::parse(reason.word()), Some(reason));
        }
    }
}
