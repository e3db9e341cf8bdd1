//! What we change of an event that people have booked: they are told by one email, and when it is another day, another time or
//! another mode, they may keep the place, take the money back, or another date (REF-13, CO-13, RMD-11, RMD-12).

pub mod change_words;
pub mod choice;
mod emails;
pub mod jobs;
pub mod keep_places;
pub mod note_change;
pub mod preview;
pub mod queries;
pub mod send_notices;
mod store;
pub mod views;
