//! What is asked when places are cancelled, and why nothing was.

use super::cancellation::{CancellationPreview, CancelledBy};
use super::self_service_gate::ChangeRefused;
use crate::audit::Actor;
use crate::kernel::unexpected::unexpected_from;
use crate::kernel::{Pence, Unexpected};

/// The command.
#[derive(Clone, Debug)]
pub struct CancelPlaces {
    /// Which booking.
    pub booking_id: i64,
    /// Which of its places.
    pub place_ids: Vec<i64>,
    /// In which right.
    pub by: CancelledBy,
    /// For the audit.
    pub actor: Actor,
    /// What the person was shown before they confirmed; none when nobody was (the organiser cancels).
    pub expected: Option<Shown>,
    /// Why.
    pub reason: String,
}

/// What a cancellation page showed (REF-7).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Shown {
    /// What had been paid for the places.
    pub paid: Pence,
    /// What would come back.
    pub total: Pence,
}

/// Why nothing was cancelled.
#[derive(Debug, thiserror::Error)]
pub enum CancelPlacesError {
    /// No live place among those named: cancelled before.
    #[error("These places have been cancelled already. Nothing more has changed.")]
    AlreadyCancelled,
    /// REF-18.
    #[error("The event has started, so places can no longer be cancelled here. Write to us and we will look at it.")]
    Started,
    /// Before payment only the whole booking can be given up.
    #[error("Nothing has been paid yet, so give up the whole booking and book again for those who will come.")]
    WholeBookingOnly,
    /// REF-19: the payer's bank is asked for the money already, and must not be given it twice.
    #[error(
        "The bank that paid is looking into the payment for this booking, so it cannot be cancelled here. Write to us at the address at the foot of this page and quote the booking's reference: we note when you asked, and answer when the bank has decided."
    )]
    Disputed,
    /// REF-7: a deadline passed while the page was open.
    #[error(
        "The refund has changed since this page was opened: it is now {now}. Nothing has been cancelled; confirm again if you still want to."
    )]
    AmountChanged {
        /// What would come back now.
        now: Pence,
    },
    /// REF-7: the money arrived while the page was open, even if none of it would come back.
    #[error(
        "This booking has been paid for since this page was opened. Nothing has been cancelled; look again at what would come back, and confirm if you still want to."
    )]
    PaidMeanwhile,
    /// Somebody else changed the booking while we waited for it: it is paid for by another charge now.
    #[error(
        "This booking was changed while you confirmed. Nothing has been cancelled; look again, and confirm if you still want to."
    )]
    ChangedMeanwhile,
    /// We or a supplier failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(CancelPlacesError);

impl CancelPlacesError {
    /// The rule behind a refusal that an officer may make an exception from (REF-22).
    pub fn refused_because(&self) -> Option<ChangeRefused> {
        match self {
            Self::Disputed => Some(ChangeRefused::Disputed),
            Self::Started => Some(ChangeRefused::Started),
            _ => None,
        }
    }
}

impl Shown {
    /// Whether it is still so.
    pub(super) fn check(self, now: &CancellationPreview) -> Result<(), CancelPlacesError> {
        if self.total != now.total {
            return Err(CancelPlacesError::AmountChanged { now: now.total });
        }
        if self.paid == now.paid { Ok(()) } else { Err(CancelPlacesError::PaidMeanwhile) }
    }
}
