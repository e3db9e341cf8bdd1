//! Where an application stands, and what may happen to it next.

/// A state of an application.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum ApplicationState {
    /// Being filled in.
    Draft,
    /// Waits for a decision.
    Submitted,
    /// The applicant was asked something.
    WaitingForEvidence,
    /// Approved, by people or by the rule of its type.
    Approved,
    /// Refused, with reasons.
    Refused,
    /// The applicant took it back.
    Withdrawn,
    /// A question was never answered.
    Expired,
    /// The applicant is on record already.
    Duplicate,
}

/// What can happen to an application.
#[derive(Copy, Clone, Debug, PartialEq, Eq)]
pub enum ApplicationEvent {
    /// The applicant sends it.
    Submit,
    /// An officer asks for more.
    Ask,
    /// The applicant answers.
    Answer,
    /// It is approved.
    Approve,
    /// It is refused.
    Refuse,
    /// The applicant takes it back.
    Withdraw,
    /// Its question has waited too long.
    Expire,
    /// It turns out to be somebody on record.
    MarkDuplicate,
}

/// The event is not possible in this state.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an application that is {0:?} cannot {1:?}")]
pub struct NotAllowed(ApplicationState, ApplicationEvent);

impl ApplicationState {
    /// Every state.
    pub const ALL: [Self; 8] = [
        Self::Draft,
        Self::Submitted,
        Self::WaitingForEvidence,
        Self::Approved,
        Self::Refused,
        Self::Withdrawn,
        Self::Expired,
        Self::Duplicate,
    ];

    /// The states in which somebody has to act.
    pub const LIVE: [Self; 3] = [Self::Draft, Self::Submitted, Self::WaitingForEvidence];

    /// The states in which officers may decide.
    pub const UNDECIDED: [Self; 2] = [Self::Submitted, Self::WaitingForEvidence];

    /// The short word stored in records.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Submitted => "submitted",
            Self::WaitingForEvidence => "waiting_for_evidence",
            Self::Approved => "approved",
            Self::Refused => "refused",
            Self::Withdrawn => "withdrawn",
            Self::Expired => "expired",
            Self::Duplicate => "duplicate",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As people say it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Draft => "Not sent yet",
            Self::Submitted => "Waiting for a decision",
            Self::WaitingForEvidence => "Waiting for an answer",
            Self::Approved => "Approved",
            Self::Refused => "Refused",
            Self::Withdrawn => "Taken back",
            Self::Expired => "Closed without an answer",
            Self::Duplicate => "Already on record",
        }
    }

    /// The state after `event`.
    pub fn transition(self, event: ApplicationEvent) -> Result<Self, NotAllowed> {
        use ApplicationEvent::{Answer, Approve, Ask, Expire, MarkDuplicate, Refuse, Submit, Withdraw};
        match (self, event) {
            (Self::Draft, Submit) | (Self::WaitingForEvidence, Answer) => Ok(Self::Submitted),
            // A type that needs no decision is approved as it is sent.
            (Self::Draft | Self::Submitted | Self::WaitingForEvidence, Approve) => Ok(Self::Approved),
            (Self::Submitted, Ask) => Ok(Self::WaitingForEvidence),
            (Self::Submitted | Self::WaitingForEvidence, Refuse) => Ok(Self::Refused),
            (Self::Submitted | Self::WaitingForEvidence, MarkDuplicate) => Ok(Self::Duplicate),
            (Self::Draft | Self::Submitted | Self::WaitingForEvidence, Withdraw) => Ok(Self::Withdrawn),
            (Self::WaitingForEvidence, Expire) => Ok(Self::Expired),
            (state, event) => Err(NotAllowed(state, event)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::ApplicationEvent::{Answer, Approve, Ask, Expire, MarkDuplicate, Refuse, Submit, Withdraw};
    use super::ApplicationState::{
        Approved, Draft, Duplicate, Expired, Refused, Submitted, WaitingForEvidence, Withdrawn,
    };
    use super::*;

    const EVENTS: [ApplicationEvent; 8] = [Submit, Ask, Answer, Approve, Refuse, Withdraw, Expire, MarkDuplicate];

    #[test]
    fn every_pair_of_state_and_event() {
        let possible = [
            (Draft, Submit, Submitted),
            (Draft, Approve, Approved),
            (Draft, Withdraw, Withdrawn),
            (Submitted, Ask, WaitingForEvidence),
            (Submitted, Approve, Approved),
            (Submitted, Refuse, Refused),
            (Submitted, Withdraw, Withdrawn),
            (Submitted, MarkDuplicate, Duplicate),
            (WaitingForEvidence, Answer, Submitted),
            (WaitingForEvidence, Approve, Approved),
            (WaitingForEvidence, Refuse, Refused),
            (WaitingForEvidence, Withdraw, Withdrawn),
            (WaitingForEvidence, Expire, Expired),
            (WaitingForEvidence, MarkDuplicate, Duplicate),
        ];

        for state in ApplicationState::ALL {
            for event in EVENTS {
                let wanted = possible.iter().find(|(from, by, _)| (*from, *by) == (state, event)).map(|(_, _, to)| *to);
                assert_eq!(state.transition(event).ok(), wanted, "{state:?} {event:?}");
            }
        }
    }

    #[test]
    fn words_are_read_back_as_what_wrote_them() {
        for state in ApplicationState::ALL {
            assert_eq!(ApplicationState::parse(state.word()), Some(state));
        }
    }
}
