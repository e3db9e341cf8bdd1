//! Payments that the payer's bank questions (REF-19): noted, shown to the treasurer, and no refund while one is open. The case
//! itself is argued in Stripe's dashboard.

pub(super) mod apply_dispute;
mod emails;
pub(super) mod store;

pub(super) use store::is_open;
