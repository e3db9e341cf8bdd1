//! Which mail somebody wants beyond what their membership and bookings need: boxes that begin empty, and links that stop a
//! kind of mail without signing in (DP-06, DP-07).

mod forms;
mod pages;
mod record;
mod unsubscribe_pages;

pub use pages::{show_choices, update_choices};
pub use record::{Wanted, record_wanted};
pub use unsubscribe_pages::{show_unsubscribe, unsubscribe};
