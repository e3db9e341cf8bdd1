//! Whether a date that needs a number of people runs (SES-7): an officer says so, or enough have booked at its decision; if not,
//! officers are told and nothing is called off by itself. How to join is held back until then.

pub mod confirm_running;
pub mod decide_running;
pub(super) mod desk_part;
mod emails;
pub mod jobs;
pub mod pages;
mod queries;
