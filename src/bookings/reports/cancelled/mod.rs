//! Places cancelled, by reason (REP-4).

mod queries;
mod why;

pub use queries::{CancelledSum, cancelled_sums};
pub use why::CancelledWhy;
