//! Payments that the payer's bank questions (REF-19): noted, shown to the treasurer, and no refund while one is open. The case
//! itself is argued in Stripe's dashboard.

pub(super) mod apply_dispute;
mod charge_fee;
mod emails;
mod queries;
mod seen;
pub(super) mod store;

pub use queries::{DisputeFile, DisputedCharge, disputes_of_payments, find_dispute};
pub use seen::{DisputeSeen, DisputeStanding};

pub(super) use store::is_open;
