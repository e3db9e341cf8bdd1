//! The way to join held back for a booking whose invoice is overdue (INV-6). Nobody's is unless an officer says so, with a reason;
//! it holds for as long as the invoice is overdue and the officer lets it. Place, calendar entry and certificate stay.

mod block_joining;
mod emails;
pub mod pages;
mod queries;
mod store;

pub(super) use queries::{concerns, is_held_back, words_for_booker};
