//! The life of an entry on a waiting list, as data: every edge in one function, every pair in one test.

/// Where an entry stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum EntryState {
    /// Its turn has not come.
    Waiting,
    /// Seats are kept for it until the offer ends.
    Offered,
    /// The seats were booked.
    Taken,
    /// The offer was declined.
    Declined,
    /// The offer ended before it was taken (WTL-9).
    Expired,
    /// The person left, or an officer removed them.
    Withdrawn,
    /// Bookings closed, the event was called off, or the person has a place (WTL-12, DUP-4).
    Closed,
}

/// What can happen to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum EntryEvent {
    /// Seats came free.
    Offered,
    /// Seats were booked by it.
    Taken,
    /// The person does not want them.
    Declined,
    /// The offer ran out.
    OfferEnded,
    /// The person or an officer took it off the list.
    Left,
    /// The list ended, or the entry's reason did.
    Closed,
}

impl EntryState {
    /// All states.
    pub const ALL: [Self; 7] =
        [Self::Waiting, Self::Offered, Self::Taken, Self::Declined, Self::Expired, Self::Withdrawn, Self::Closed];

    /// As stored.
    pub fn word(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Offered => "offered",
            Self::Taken => "taken",
            Self::Declined => "declined",
            Self::Expired => "expired",
            Self::Withdrawn => "withdrawn",
            Self::Closed => "closed",
        }
    }

    /// From the stored word; a word that is not known counts as closed.
    pub fn parse(word: &str) -> Self {
        Self::ALL.into_iter().find(|state| state.word() == word).unwrap_or(Self::Closed)
    }

    /// As people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Waiting => "Waiting",
            Self::Offered => "Place offered",
            Self::Taken => "Booked",
            Self::Declined => "Declined",
            Self::Expired => "Offer ended",
            Self::Withdrawn => "Left",
            Self::Closed => "List ended",
        }
    }

    /// Whether it still is on the list: waiting, or with an offer.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Waiting | Self::Offered)
    }
}

/// The state after `event`; none when the state does not allow it.
pub fn transition(from: EntryState, event: EntryEvent) -> Option<EntryState> {
    use {EntryEvent as E, EntryState as S};
    match (from, event) {
        (S::Waiting, E::Offered) => Some(S::Offered),
        // Waiting: first come, shortly before the start. Expired: late, but the seat is still free (WTL-10).
        (S::Waiting | S::Offered | S::Expired, E::Taken) => Some(S::Taken),
        (S::Offered, E::Declined) => Some(S::Declined),
        (S::Offered, E::OfferEnded) => Some(S::Expired),
        (S::Waiting | S::Offered, E::Left) => Some(S::Withdrawn),
        (S::Waiting | S::Offered, E::Closed) => Some(S::Closed),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use {EntryEvent as E, EntryState as S};

    #[test]
    fn every_pair_of_state_and_event() {
        let allowed = [
            (S::Waiting, E::Offered, S::Offered),
            (S::Waiting, E::Taken, S::Taken),
            (S::Offered, E::Taken, S::Taken),
            (S::Expired, E::Taken, S::Taken),
            (S::Offered, E::Declined, S::Declined),
            (S::Offered, E::OfferEnded, S::Expired),
            (S::Waiting, E::Left, S::Withdrawn),
            (S::Offered, E::Left, S::Withdrawn),
            (S::Waiting, E::Closed, S::Closed),
            (S::Offered, E::Closed, S::Closed),
        ];
        for from in S::ALL {
            for event in [E::Offered, E::Taken, E::Declined, E::OfferEnded, E::Left, E::Closed] {
                let expected = allowed.iter().find(|(a, b, _)| (*a, *b) == (from, event)).map(|(_, _, to)| *to);
                assert_eq!(transition(from, event), expected, "{from:?} {event:?}");
            }
            assert_eq!(S::parse(from.word()), from);
        }
    }
}
