//! The membership officers' desk: finding people, one person's record and its acts, types and prices, the register, how the
//! membership is doing, and reports.

pub mod acts;
mod csv_cells;
mod day_field;
pub mod list;
pub mod overview;
pub mod person;
pub mod register;
pub mod registrations;
pub mod removals;
pub mod reports;
mod status_tag;
pub mod types;

pub(in crate::members) use status_tag::MEMBERS;
