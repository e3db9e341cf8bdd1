//! Changes of a paid place that cost something on top: they wait for the money as a hold does, nothing is changed until it is
//! here, and when it comes too late it goes back (SUB-2, TRF-3). One change of a booking waits at a time.

mod emails;
pub mod end_change;
pub mod history;
pub mod jobs;
pub mod pages;
pub mod pay_change;
pub mod queries;
pub mod settle_change;
pub mod start_change;
mod store;
pub mod views;

pub(super) use end_change::end_with_places;
pub use settle_change::{ChangeSettlement, lock_before_change, settle_place_change};
pub(super) use store::{WAITING, forget_changes};
