//! Statements that write lists of numbers, checks and queries.

pub(super) mod checks;
pub(super) mod lists;
