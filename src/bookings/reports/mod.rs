//! What was sold, for the treasurer's reports (REP-4): counts of places and cancellations, and which event a place is for. Money
//! itself is summed from the ledger, in `payments::reports`.

mod cancelled;
mod codes;
mod queries;

pub use super::waiting_list::{OfferFigures, WaitingSum, waiting_sums};
pub use cancelled::{CancelledSum, CancelledWhy, cancelled_sums};
pub use codes::{CodeSum, UnnamedSum, code_sums, unnamed_sums};
pub use queries::{SoldSum, events_of_changes, events_of_places, sold_sums};
