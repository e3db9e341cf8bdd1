//! Why a place was cancelled, as far as a report may say: what a booker wrote may be about their health, and what an officer wrote
//! may be about somebody's conduct (REP-5). Pure.

use crate::bookings::cancellation::{GIVEN_UP, NO_REASON};

/// Why a place was cancelled.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum CancelledWhy {
    /// The date was called off, for this reason, which everybody was told.
    CalledOff(String),
    /// An officer withdrew one place.
    Withdrawn,
    /// The bank that paid took the money back.
    PaymentTakenBack,
    /// The attendee gave a free place up.
    GivenUp,
    /// The booker, for a reason of their own.
    OwnReason,
    /// The booker, without a word.
    NoReason,
}

impl CancelledWhy {
    /// From who cancelled, what was written down, and why the date was called off, if it was.
    pub(super) fn of(by: &str, written: &str, called_off: Option<&str>) -> Self {
        match (by, written) {
            ("organiser", written) if called_off == Some(written) => Self::CalledOff(written.to_owned()),
            ("organiser", _) => Self::Withdrawn,
            ("system", _) => Self::PaymentTakenBack,
            ("attendee", _) | (_, GIVEN_UP) => Self::GivenUp,
            (_, NO_REASON | "") => Self::NoReason,
            _ => Self::OwnReason,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rep_5_only_what_everybody_was_told_is_repeated() {
        let ill = Some("The trainer is ill");
        let table = [
            ("organiser", "The trainer is ill", ill, CancelledWhy::CalledOff("The trainer is ill".to_owned())),
            ("organiser", "He shouted at the trainer", ill, CancelledWhy::Withdrawn),
            ("organiser", "He shouted at the trainer", None, CancelledWhy::Withdrawn),
            ("system", "the bank took the money back", None, CancelledWhy::PaymentTakenBack),
            ("attendee", "x", None, CancelledWhy::GivenUp),
            ("booker", GIVEN_UP, None, CancelledWhy::GivenUp),
            ("booker", NO_REASON, None, CancelledWhy::NoReason),
            ("booker", "", None, CancelledWhy::NoReason),
            ("booker", "I have an operation that day", None, CancelledWhy::OwnReason),
            ("booker", "The trainer is ill", ill, CancelledWhy::OwnReason),
        ];
        for (by, written, called_off, wanted) in table {
            assert_eq!(CancelledWhy::of(by, written, called_off), wanted, "{by} {written}");
        }
    }
}
