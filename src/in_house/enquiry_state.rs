//! Where an enquiry for in-house training stands, and what may happen to it next. Pure.

use EnquiryEvent::{
    AcceptedByLink, Answered, Cancelled, Delivered, Expired, FoundDuplicate, Invoiced, Lost, QuoteSent, Reopened,
    Scheduled, Settled,
};

/// A state of an enquiry, in the order of the pipeline; the last three are ways out.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum EnquiryState {
    /// Nobody has answered yet.
    New,
    /// We talk about what is wanted.
    InTalk,
    /// A quote is out.
    Quoted,
    /// The authority said yes; no date yet.
    Accepted,
    /// The date is set and people register.
    Scheduled,
    /// It took place.
    Delivered,
    /// The invoice is out.
    Invoiced,
    /// Paid.
    Paid,
    /// It came to nothing, or was cancelled.
    Lost,
    /// The quote ran out unanswered.
    Expired,
    /// The same as an earlier one.
    Duplicate,
}

/// What happens to an enquiry.
#[derive(Copy, Clone, Debug, PartialEq, Eq, Hash)]
pub enum EnquiryEvent {
    /// An officer answered for the first time.
    Answered,
    /// A version of the quote went out.
    QuoteSent,
    /// The authority accepted.
    AcceptedByLink,
    /// The date was set.
    Scheduled,
    /// It took place.
    Delivered,
    /// The invoice went out.
    Invoiced,
    /// All of it is paid.
    Settled,
    /// It came to nothing.
    Lost,
    /// What was accepted was cancelled.
    Cancelled,
    /// The quote ran out.
    Expired,
    /// It is the same as another.
    FoundDuplicate,
    /// It is talked about again.
    Reopened,
}

/// An event that this state does not allow.
#[derive(Copy, Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("an enquiry that is {} does not allow {event:?}", from.word())]
pub struct NotAllowed {
    /// The state it is in.
    pub from: EnquiryState,
    /// What was asked for.
    pub event: EnquiryEvent,
}

impl EnquiryState {
    /// Every state.
    pub const ALL: [Self; 11] = [
        Self::New,
        Self::InTalk,
        Self::Quoted,
        Self::Accepted,
        Self::Scheduled,
        Self::Delivered,
        Self::Invoiced,
        Self::Paid,
        Self::Lost,
        Self::Expired,
        Self::Duplicate,
    ];

    /// The state after `event`.
    pub fn transition(self, event: EnquiryEvent) -> Result<Self, NotAllowed> {
        match (self, event) {
            (Self::New, Answered) | (Self::Lost | Self::Expired, Reopened) => Ok(Self::InTalk),
            (Self::New | Self::InTalk | Self::Quoted | Self::Expired, QuoteSent) => Ok(Self::Quoted),
            (Self::Quoted, AcceptedByLink) => Ok(Self::Accepted),
            (Self::Accepted, Scheduled) => Ok(Self::Scheduled),
            (Self::Scheduled, Delivered) => Ok(Self::Delivered),
            (Self::Delivered, Invoiced) => Ok(Self::Invoiced),
            (Self::Invoiced, Settled) => Ok(Self::Paid),
            (Self::New | Self::InTalk | Self::Quoted | Self::Expired, Lost)
            | (Self::Accepted | Self::Scheduled, Cancelled) => Ok(Self::Lost),
            (Self::Quoted, Expired) => Ok(Self::Expired),
            (Self::New | Self::InTalk, FoundDuplicate) => Ok(Self::Duplicate),
            (from, event) => Err(NotAllowed { from, event }),
        }
    }

    /// Whether `event` may happen now.
    pub fn allows(self, event: EnquiryEvent) -> bool {
        self.transition(event).is_ok()
    }

    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::New => "new",
            Self::InTalk => "in_talk",
            Self::Quoted => "quoted",
            Self::Accepted => "accepted",
            Self::Scheduled => "scheduled",
            Self::Delivered => "delivered",
            Self::Invoiced => "invoiced",
            Self::Paid => "paid",
            Self::Lost => "lost",
            Self::Expired => "expired",
            Self::Duplicate => "duplicate",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|known| known.word() == word)
    }

    /// As officers read it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::InTalk => "In talk",
            Self::Quoted => "Quoted",
            Self::Accepted => "Accepted",
            Self::Scheduled => "Date set",
            Self::Delivered => "Delivered",
            Self::Invoiced => "Invoiced",
            Self::Paid => "Paid",
            Self::Lost => "Lost",
            Self::Expired => "Quote expired",
            Self::Duplicate => "Duplicate",
        }
    }

    /// The kind of its tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::New => "strong",
            Self::InTalk | Self::Quoted | Self::Accepted | Self::Delivered | Self::Invoiced => "caution",
            Self::Scheduled | Self::Paid => "done",
            Self::Lost | Self::Expired | Self::Duplicate => "plain",
        }
    }

    /// Nothing more is expected of anybody.
    pub const fn is_closed(self) -> bool {
        matches!(self, Self::Paid | Self::Lost | Self::Expired | Self::Duplicate)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const EVENTS: [EnquiryEvent; 12] = [
        Answered,
        QuoteSent,
        AcceptedByLink,
        Scheduled,
        Delivered,
        Invoiced,
        Settled,
        Lost,
        Cancelled,
        Expired,
        FoundDuplicate,
        Reopened,
    ];

    /// Everything that is allowed; whatever is not here is refused.
    const ALLOWED: &[(EnquiryState, EnquiryEvent, EnquiryState)] = &[
        (EnquiryState::New, Answered, EnquiryState::InTalk),
        (EnquiryState::New, QuoteSent, EnquiryState::Quoted),
        (EnquiryState::New, Lost, EnquiryState::Lost),
        (EnquiryState::New, FoundDuplicate, EnquiryState::Duplicate),
        (EnquiryState::InTalk, QuoteSent, EnquiryState::Quoted),
        (EnquiryState::InTalk, Lost, EnquiryState::Lost),
        (EnquiryState::InTalk, FoundDuplicate, EnquiryState::Duplicate),
        (EnquiryState::Quoted, QuoteSent, EnquiryState::Quoted),
        (EnquiryState::Quoted, AcceptedByLink, EnquiryState::Accepted),
        (EnquiryState::Quoted, Lost, EnquiryState::Lost),
        (EnquiryState::Quoted, Expired, EnquiryState::Expired),
        (EnquiryState::Accepted, Scheduled, EnquiryState::Scheduled),
        (EnquiryState::Accepted, Cancelled, EnquiryState::Lost),
        (EnquiryState::Scheduled, Delivered, EnquiryState::Delivered),
        (EnquiryState::Scheduled, Cancelled, EnquiryState::Lost),
        (EnquiryState::Delivered, Invoiced, EnquiryState::Invoiced),
        (EnquiryState::Invoiced, Settled, EnquiryState::Paid),
        (EnquiryState::Lost, Reopened, EnquiryState::InTalk),
        (EnquiryState::Expired, QuoteSent, EnquiryState::Quoted),
        (EnquiryState::Expired, Lost, EnquiryState::Lost),
        (EnquiryState::Expired, Reopened, EnquiryState::InTalk),
    ];

    #[test]
    fn every_pair_of_state_and_event_is_decided_by_the_table() {
        for from in EnquiryState::ALL {
            for event in EVENTS {
                let wanted = ALLOWED.iter().find(|(state, happens, _)| (*state, *happens) == (from, event));
                let wanted = wanted.map(|(_, _, to)| *to).ok_or(NotAllowed { from, event });
                assert_eq!(from.transition(event), wanted, "{from:?} {event:?}");
            }
        }
    }

    #[test]
    fn words_are_read_back() {
        for state in EnquiryState::ALL {
            assert_eq!(EnquiryState::parse(state.word()), Some(state));
        }
        assert_eq!(EnquiryState::parse("New"), None);
    }
}
