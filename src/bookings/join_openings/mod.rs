//! Who opened the page to join, and when: part of what is shown to a bank that questions a payment (REF-19).

mod queries;
mod store;

pub use queries::{JoinOpening, join_openings_of};

pub(super) use store::note_opening;
