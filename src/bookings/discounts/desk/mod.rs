//! The officers' desk for discount codes: what each has given away, a new one, the end of one.

mod create_code;
mod end_code;
mod forms;
pub mod pages;
mod queries;
mod store;
mod views;

pub use create_code::{NewCode, create_code};
pub(in crate::bookings) use queries::past_capacity_of;
