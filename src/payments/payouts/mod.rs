//! What the card processor pays out to the bank, set beside our own books (REP-4). A daily job reads each payout with everything it
//! is made of, finds the payment, refund or dispute behind each line, posts what was kept as fees and the money's way to the
//! bank, and tells the treasurer of what matches nothing. Read twice, late or in any order, it is read once.

mod desk;
mod emails;
mod explain_payout;
mod fetch_payouts;
mod match_items;
mod post_payout;
pub mod queries;
mod reckoning;
mod seen;
mod store;

pub use desk::pages;
pub use fetch_payouts::{RECONCILE_PAYOUTS, run_reconcile_payouts};
pub use reckoning::Reckoning;
pub(super) use seen::{PayoutSeen, TransactionSeen};
