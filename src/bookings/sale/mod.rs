//! What is sold for one event: prices, seats, refund policy, limits and terms. [`queries`] reads it, [`store`] sets it up.

pub mod early_bird;
pub mod queries;
pub mod store;

pub use queries::*;
