//! Where a checkout can stand and what may happen to it. One graph, all edges here. Whether a charge is paid is never asked
//! of a checkout: that is a sum of postings.

/// Where a checkout stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CheckoutState {
    /// Written down; Stripe has not answered.
    Created,
    /// It can be paid at its address.
    Open,
    /// It ended without money.
    Expired,
    /// It brought money.
    Paid,
}

/// What may happen to a checkout.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CheckoutEvent {
    /// Stripe gave it an address.
    Opened,
    /// Its time was over, it was ended early, or Stripe never made it.
    Expired,
    /// The payer paid.
    Paid,
}

/// The event cannot happen to a checkout that stands so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{event:?} cannot happen to a checkout that is {from:?}")]
pub struct NotAllowed {
    /// Where it stands.
    pub from: CheckoutState,
    /// What was to happen.
    pub event: CheckoutEvent,
}

/// The next state. A repeat is [`NotAllowed`]; callers take it as "already known".
pub fn transition(from: CheckoutState, event: CheckoutEvent) -> Result<CheckoutState, NotAllowed> {
    use {CheckoutEvent as E, CheckoutState as S};
    match (from, event) {
        (S::Created, E::Opened) => Ok(S::Open),
        (S::Created | S::Open, E::Expired) => Ok(S::Expired),
        // Late money is legal: what it buys is decided by whoever sold it (D4).
        (S::Created | S::Open | S::Expired, E::Paid) => Ok(S::Paid),
        (from, event) => Err(NotAllowed { from, event }),
    }
}

impl CheckoutState {
    /// Every state.
    pub const ALL: [Self; 4] = [Self::Created, Self::Open, Self::Expired, Self::Paid];

    /// The states in which it may still be paid in the ordinary way.
    pub const LIVE: [Self; 2] = [Self::Created, Self::Open];

    /// The word stored in the row.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Open => "open",
            Self::Expired => "expired",
            Self::Paid => "paid",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_pair_of_state_and_event_is_decided() {
        use CheckoutState::{Created, Expired, Open, Paid};
        let events = [CheckoutEvent::Opened, CheckoutEvent::Expired, CheckoutEvent::Paid];
        let table = [
            (Created, [Some(Open), Some(Expired), Some(Paid)]),
            (Open, [None, Some(Expired), Some(Paid)]),
            (Expired, [None, None, Some(Paid)]),
            (Paid, [None, None, None]),
        ];

        assert_eq!(table.map(|(from, _)| from), CheckoutState::ALL);
        for (from, expected) in table {
            for (event, wanted) in events.into_iter().zip(expected) {
                assert_eq!(transition(from, event).ok(), wanted, "{from:?} {event:?}");
            }
        }
    }

    #[test]
    fn words_are_read_back() {
        for state in CheckoutState::ALL {
            assert_eq!(CheckoutState::parse(state.word()), Some(state));
        }
    }
}
