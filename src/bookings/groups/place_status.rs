//! Where a place of a group stands: without a name, invited, named, confirmed (GRP-1, GRP-7). Pure.

use entity::{booking, place, place_invitation};

use crate::bookings::booking_state::BookingState;
use crate::bookings::views::StateTag;
use crate::kernel::Instant;
use crate::kernel::uk_time::{london_date, long_date};

/// Where a place stands, as its booker sees it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PlaceStatus {
    /// Nobody's name is on it.
    Unnamed,
    /// Nobody's name is on it, and somebody has been sent a link to put theirs.
    Invited {
        /// Where the link went.
        to: String,
        /// When.
        sent_at: Instant,
    },
    /// It has a name, and the booking is not paid for yet.
    Named,
    /// It has a name and is booked.
    Confirmed,
    /// Cancelled, expired, or moved elsewhere.
    Ended,
}

/// Whether the place takes a seat and nobody's name is on it.
pub fn is_unnamed(place: &place::Model) -> bool {
    place.folded_name.is_empty() && is_live(place)
}

/// Whether the place is the booker's own: taken as such, or booked without an account under their own name and address.
pub fn is_own_place(booking: &booking::Model, place: &place::Model) -> bool {
    let same_name = || place.attendee_name.to_lowercase() == booking.booker_name.to_lowercase();
    place.is_booker || place.attendee_email.eq_ignore_ascii_case(&booking.booker_email) && same_name()
}

/// Whether the place takes a seat.
pub fn is_live(place: &place::Model) -> bool {
    BookingState::parse(&place.state).is_some_and(BookingState::takes_a_place)
}

impl PlaceStatus {
    /// The status of a place; `invitation` is its claim link, if one was ever sent.
    pub fn of(place: &place::Model, invitation: Option<&place_invitation::Model>) -> Self {
        if !is_live(place) {
            return Self::Ended;
        }
        match invitation.filter(|invitation| invitation.used_at.is_none()) {
            Some(open) if is_unnamed(place) => Self::Invited { to: open.sent_to.clone(), sent_at: open.sent_at },
            _ if is_unnamed(place) => Self::Unnamed,
            _ if place.state == BookingState::Confirmed.word() => Self::Confirmed,
            _ => Self::Named,
        }
    }

    /// The tag; none where the stored state says all there is to say.
    pub fn tag(&self) -> Option<StateTag> {
        match self {
            Self::Unnamed => Some(StateTag { label: "Not named yet", kind: "caution" }),
            Self::Invited { .. } => Some(StateTag { label: "Link sent", kind: "caution" }),
            Self::Named => Some(StateTag { label: "Named, not yet paid", kind: "caution" }),
            Self::Confirmed | Self::Ended => None,
        }
    }

    /// What stands where the attendee's address would, or empty.
    pub fn note(&self) -> String {
        match self {
            Self::Invited { to, sent_at } => format!("Link sent to {to} on {}", long_date(london_date(*sent_at))),
            _ => String::new(),
        }
    }
}

/// What a place is called where its attendee's name would stand.
pub fn place_name(place: &place::Model) -> String {
    if place.attendee_name.is_empty() { format!("Place {}", place.position) } else { place.attendee_name.clone() }
}

#[cfg(test)]
pub(super) mod tests {
    use super::*;

    pub(in crate::bookings::groups) fn place(folded_name: &str, state: &str) -> place::Model {
        place::Model {
            id: 1,
            booking_id: 1,
            event_id: 1,
            capacity_pool_id: 1,
            position: 4,
            is_booker: false,
            attendee_name: folded_name.to_uppercase(),
            folded_name: folded_name.to_owned(),
            attendee_email: String::new(),
            folded_email: String::new(),
            person_id: None,
            list_pence: 9_000,
            price_note: String::new(),
            price_reason: "standard".to_owned(),
            price_pence: 9_000,
            charge_line_id: None,
            state: state.to_owned(),
            calendar_uid: "uid".to_owned(),
            calendar_sequence: 0,
            link_generation: 1,
            mode: String::new(),
            member_price_claimed_at: None,
        }
    }

    fn invitation(used: bool) -> place_invitation::Model {
        let sent_at: Instant = "2026-06-01T09:00:00Z".parse().unwrap();
        place_invitation::Model {
            place_id: 1,
            generation: 1,
            sent_to: "asha@example.org".to_owned(),
            sent_at,
            used_at: used.then_some(sent_at),
        }
    }

    #[test]
    fn a_place_is_unnamed_invited_named_confirmed_or_ended() {
        let (open, used) = (invitation(false), invitation(true));
        let invited = PlaceStatus::Invited { to: open.sent_to.clone(), sent_at: open.sent_at };
        let table = [
            ("", "confirmed", None, PlaceStatus::Unnamed),
            ("", "held", None, PlaceStatus::Unnamed),
            ("", "confirmed", Some(&open), invited.clone()),
            ("", "held", Some(&open), invited),
            ("", "confirmed", Some(&used), PlaceStatus::Unnamed),
            ("asha", "held", None, PlaceStatus::Named),
            ("asha", "held", Some(&used), PlaceStatus::Named),
            ("asha", "confirmed", Some(&open), PlaceStatus::Confirmed),
            ("", "cancelled", Some(&open), PlaceStatus::Ended),
            ("asha", "expired", None, PlaceStatus::Ended),
            ("asha", "moved", None, PlaceStatus::Ended),
        ];
        for (name, state, invitation, wanted) in table {
            assert_eq!(PlaceStatus::of(&place(name, state), invitation), wanted, "{name:?} {state}");
        }
    }

    #[test]
    fn a_place_without_a_name_is_called_by_its_number() {
        assert_eq!(place_name(&place("", "confirmed")), "Place 4");
        assert_eq!(place_name(&place("asha", "confirmed")), "ASHA");
    }
}
