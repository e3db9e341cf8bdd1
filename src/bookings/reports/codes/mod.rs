//! Discount codes used, and places without a name by date (REP-4).

mod queries;

pub use queries::{CodeSum, UnnamedSum, code_sums, unnamed_sums};
