//! A lower price for whoever books soon enough.

pub(super) mod queries;
pub mod store;
