//! The desk where an administrator gives and ends roles by date, ends somebody's sessions, and helps those who lost their
//! second factor. Every page asks for a fresh proof; every act leaves an audit entry.

mod end_pages;
mod forms;
mod list_pages;
mod person_pages;
mod queries;
mod reset_pages;
mod views;

pub use end_pages::{create_end, new_end};
pub use list_pages::{find_people, list_roles};
pub use person_pages::{create_grant, end_sessions, show_person};
pub use reset_pages::{create_reset, new_reset};
