//! Facilitators as people: the desk says whose record a printed name stands for, and they see what attendees of their own dates need
//! in the room, until 28 days after (QST-3, TRN-1, TRN-2, TRN-5).

pub mod access;
mod choose;
pub mod desk_pages;
mod emails;
pub mod own_pages;
mod views;

pub use choose::{Choice, choose};
