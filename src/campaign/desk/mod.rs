//! The editors' news desk: write, preview, publish, take back, look at what was saved before.

pub mod admin;
mod forms;
pub mod publication;
pub mod revisions;
mod views;
