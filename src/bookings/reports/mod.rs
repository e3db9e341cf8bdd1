//! What was sold, for the treasurer's reports (REP-4): counts of places and cancellations, and which event a place is for. Money
//! itself is summed from the ledger, in `payments::reports`.

mod codes;
mod queries;

pub use codes::{CodeSum, UnnamedSum, code_sums, unnamed_sums};
pub use queries::{CancelledSum, SoldSum, cancelled_sums, events_of_changes, events_of_places, sold_sums};
