//! Statements of imports: the batches, their rows, what is known already, and the people written.

pub(super) mod batches;
pub(super) mod known;
pub(super) mod mappings;
pub(super) mod memberships;
pub(super) mod people;
pub(super) mod rows;
pub(super) mod undo;
