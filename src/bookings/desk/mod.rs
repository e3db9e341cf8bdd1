//! The officers' desk for dates: add, change, copy and publish them, watch bookings arrive, call them off, print the list for
//! the door. An event and its sale are written together here, because an officer sees them as one thing.

pub mod add_date;
mod attendee_csv;
pub mod booking_page;
pub mod cancel_page;
pub mod change_date;
mod change_date_error;
pub mod copy_date;
mod early_fields;
pub mod edit_page;
pub mod export_page;
mod form_view;
pub mod forms;
mod learning_fields;
mod limit_fields;
pub mod list_page;
mod minimum_fields;
pub mod new_page;
pub(super) mod open_date;
pub mod publish_date;
pub mod queries;
mod rule_fields;
pub mod sale_fields;
pub mod show_page;
pub(super) mod state_tags;
mod store;
mod stored_date;
pub mod venue_fields;
pub mod views;
pub mod when_fields;
mod write_limits;
mod write_minimum;
mod write_rules;

pub use open_date::OpenDate;
pub use when_fields::read_day;
