//! The officers' desk for refund policies: what there is, where it is used, a new policy, a new version of one. A version is never
//! rewritten: bookings keep theirs, and a later one counts for them only where it is kinder (REF-1).

mod forms;
pub mod pages;
mod queries;
mod store;
mod views;
mod write_version;
