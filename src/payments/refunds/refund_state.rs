//! Where a refund can stand and what may happen to it. One graph, all edges here.

/// Where a refund stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefundState {
    /// Over the limit; waits for a second person (D11).
    Requested,
    /// To be sent to the card processor by a job.
    Approved,
    /// The card processor has it; the bank has not answered.
    Sent,
    /// The money is with the payer. It may still come back.
    Succeeded,
    /// It did not arrive; tried again once a day (REF-11).
    Failed,
    /// An officer pays it by bank transfer (REF-10).
    Manual,
    /// The second person said no.
    Refused,
    /// Nothing is to go back any more: the payer's bank took the money itself, or an officer withdrew the refund.
    GivenUp,
}

/// What may happen to a refund.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum RefundEvent {
    /// A second person said yes.
    Approved,
    /// A second person said no.
    Refused,
    /// The card processor took it.
    Sent,
    /// The card processor says the money has gone.
    Succeeded,
    /// The card processor says that it has not, or that it came back.
    Failed,
    /// It is to be sent once more.
    TriedAgain,
    /// It is to be paid by hand.
    WentManual,
    /// An officer paid it by bank transfer.
    PaidByHand,
    /// A dispute was lost, or an officer found that nothing is to go back.
    GivenUp,
}

/// The event cannot happen to a refund that stands so.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{event:?} cannot happen to a refund that is {from:?}")]
pub struct NotAllowed {
    /// Where it stands.
    pub from: RefundState,
    /// What was to happen.
    pub event: RefundEvent,
}

/// The next state. A repeat is [`NotAllowed`]; callers take it as "already known".
pub fn transition(from: RefundState, event: RefundEvent) -> Result<RefundState, NotAllowed> {
    use {RefundEvent as E, RefundState as S};
    match (from, event) {
        (S::Requested, E::Approved) | (S::Failed | S::Manual, E::TriedAgain) => Ok(S::Approved),
        (S::Requested, E::Refused) => Ok(S::Refused),
        (S::Approved, E::Sent) => Ok(S::Sent),
        // A refund that failed at Stripe never recovers there; only a new one, or a hand, can bring the money back.
        (S::Approved | S::Sent, E::Succeeded) | (S::Failed | S::Manual, E::PaidByHand) => Ok(S::Succeeded),
        // A success that fails later is legal (D12).
        (S::Approved | S::Sent | S::Succeeded, E::Failed) => Ok(S::Failed),
        (S::Approved | S::Failed, E::WentManual) => Ok(S::Manual),
        (S::Requested | S::Approved | S::Failed | S::Manual, E::GivenUp) => Ok(S::GivenUp),
        (from, event) => Err(NotAllowed { from, event }),
    }
}

impl RefundState {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Requested,
        Self::Approved,
        Self::Sent,
        Self::Succeeded,
        Self::Failed,
        Self::Manual,
        Self::Refused,
        Self::GivenUp,
    ];

    /// The states of money that is to go back or has gone: it cannot be given back a second time.
    pub const STANDING: [Self; 6] =
        [Self::Requested, Self::Approved, Self::Sent, Self::Succeeded, Self::Failed, Self::Manual];

    /// The states of money that its payer still waits for: the clock of CO-08 runs.
    pub const AWAITED: [Self; 5] = [Self::Requested, Self::Approved, Self::Sent, Self::Failed, Self::Manual];

    /// Whether its payer still waits for the money.
    pub fn is_awaited(self) -> bool {
        Self::AWAITED.contains(&self)
    }

    /// The word stored in the row.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Requested => "requested",
            Self::Approved => "approved",
            Self::Sent => "sent",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
            Self::Manual => "manual",
            Self::Refused => "refused",
            Self::GivenUp => "given_up",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As an officer reads it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Requested => "Waiting for a second person",
            Self::Approved => "Being sent",
            Self::Sent => "With the bank",
            Self::Succeeded => "Refunded",
            Self::Failed => "Failed, to be tried again",
            Self::Manual => "To be paid by hand",
            Self::Refused => "Refused",
            Self::GivenUp => "Not paid",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENTS: [RefundEvent; 9] = [
        RefundEvent::Approved,
        RefundEvent::Refused,
        RefundEvent::Sent,
        RefundEvent::Succeeded,
        RefundEvent::Failed,
        RefundEvent::TriedAgain,
        RefundEvent::WentManual,
        RefundEvent::PaidByHand,
        RefundEvent::GivenUp,
    ];

    #[test]
    fn every_pair_of_state_and_event_is_decided() {
        use RefundState::{
            Approved as A, Failed as F, GivenUp as G, Manual as M, Refused as N, Sent as S, Succeeded as Y,
        };
        let no = None;
        // Columns: approved, refused, sent, succeeded, failed, tried again, went manual, paid by hand, given up.
        let table = [
            (RefundState::Requested, [Some(A), Some(N), no, no, no, no, no, no, Some(G)]),
            (A, [no, no, Some(S), Some(Y), Some(F), no, Some(M), no, Some(G)]),
            (S, [no, no, no, Some(Y), Some(F), no, no, no, no]),
            (Y, [no, no, no, no, Some(F), no, no, no, no]),
            (F, [no, no, no, no, no, Some(A), Some(M), Some(Y), Some(G)]),
            (M, [no, no, no, no, no, Some(A), no, Some(Y), Some(G)]),
            (N, [no; 9]),
            (G, [no; 9]),
        ];

        assert_eq!(table.map(|(from, _)| from), RefundState::ALL);
        for (from, expected) in table {
            for (event, wanted) in EVENTS.into_iter().zip(expected) {
                assert_eq!(transition(from, event).ok(), wanted, "{from:?} {event:?}");
            }
        }
    }

    #[test]
    fn co_08_the_payer_waits_until_the_money_is_there_or_will_not_come() {
        for state in RefundState::ALL {
            let is_over = matches!(state, RefundState::Succeeded | RefundState::Refused | RefundState::GivenUp);
            assert_eq!(state.is_awaited(), !is_over, "{state:?}");
        }
    }

    #[test]
    fn words_are_read_back() {
        for state in RefundState::ALL {
            assert_eq!(RefundState::parse(state.word()), Some(state));
        }
    }
}
