//! The life of a booking and of its places, as data: every edge in one function, every pair in one test.

use std::fmt;

/// Where a booking, or one place of it, stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookingState {
    /// Places are kept while the buyer pays, until `held_until`.
    Held,
    /// Paid for, or free.
    Confirmed,
    /// Nobody paid in time; the places went back.
    Expired,
    /// Given up or called off; the places went back.
    Cancelled,
    /// Moved to another date, where another booking goes on (TRF-1); the places here went back.
    Moved,
}

/// What can happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BookingEvent {
    /// Enough money has arrived, or none was due.
    Settled,
    /// The hold ran out.
    HoldEnded,
    /// The booker, an officer or the organiser cancelled.
    Cancelled,
    /// The booker or an officer moved it to another date.
    Moved,
}

/// The state does not allow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a booking that is {from} cannot be {event:?}")]
pub struct NotAllowed {
    /// Where it stands.
    pub from: BookingState,
    /// What was tried.
    pub event: BookingEvent,
}

impl BookingState {
    /// All states.
    pub const ALL: [Self; 5] = [Self::Held, Self::Confirmed, Self::Expired, Self::Cancelled, Self::Moved];

    /// As stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Held => "held",
            Self::Confirmed => "confirmed",
            Self::Expired => "expired",
            Self::Cancelled => "cancelled",
            Self::Moved => "moved",
        }
    }

    /// From the stored word.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|state| state.word() == word)
    }

    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Held => "Waiting for payment",
            Self::Confirmed => "Confirmed",
            Self::Expired => "Not paid in time",
            Self::Cancelled => "Cancelled",
            Self::Moved => "Moved to another date",
        }
    }

    /// Whether it takes up a seat.
    pub fn takes_a_place(self) -> bool {
        matches!(self, Self::Held | Self::Confirmed)
    }
}

impl fmt::Display for BookingState {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(self.word())
    }
}

/// The state after `event`.
pub fn transition(from: BookingState, event: BookingEvent) -> Result<BookingState, NotAllowed> {
    use {BookingEvent as E, BookingState as S};
    match (from, event) {
        // Late money may bring an expired booking back when places remain (HLD-5); a cancelled one never (HLD-7).
        (S::Held | S::Expired, E::Settled) => Ok(S::Confirmed),
        (S::Held, E::HoldEnded) => Ok(S::Expired),
        (S::Held | S::Confirmed, E::Cancelled) => Ok(S::Cancelled),
        (S::Confirmed, E::Moved) => Ok(S::Moved),
        (from, event) => Err(NotAllowed { from, event }),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use {BookingEvent as E, BookingState as S};

    #[test]
    fn every_pair_of_state_and_event() {
        let allowed = [
            (S::Held, E::Settled, S::Confirmed),
            (S::Expired, E::Settled, S::Confirmed),
            (S::Held, E::HoldEnded, S::Expired),
            (S::Held, E::Cancelled, S::Cancelled),
            (S::Confirmed, E::Cancelled, S::Cancelled),
            (S::Confirmed, E::Moved, S::Moved),
        ];
        for from in S::ALL {
            for event in [E::Settled, E::HoldEnded, E::Cancelled, E::Moved] {
                let expected = allowed.iter().find(|(a, b, _)| (*a, *b) == (from, event)).map(|(_, _, to)| *to);
                assert_eq!(transition(from, event).ok(), expected, "{from} {event:?}");
            }
            assert_eq!(S::parse(from.word()), Some(from));
        }
    }
}
