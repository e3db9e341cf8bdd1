//! Booking all dates of a series of free meetings at once (SES-6): one booking a date, each changed and cancelled alone, and one letter
//! with all of them. One date alone is booked like any other.

pub mod book_series;
pub(super) mod booking_part;
pub mod desk;
mod emails;
mod forms;
pub mod left_out;
mod offer;
pub mod pages;
pub mod panel;
mod queries;
pub mod start_series;
mod store;
