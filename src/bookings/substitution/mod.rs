//! Another person for a place (SUB-1 to SUB-5), the right spelling of a name, and the attendee's request to be let go (GRP-8).

mod emails;
mod forms;
pub mod name_attendee;
pub mod name_change;
pub mod names_lock;
mod naming;
pub mod pages;
pub mod place_page;
pub mod queries;
pub mod request_cancellation;
mod store;

pub use name_attendee::{NameAttendee, NameAttendeeError, Named, name_attendee};
