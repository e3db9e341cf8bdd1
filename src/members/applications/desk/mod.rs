//! The officers' side of applications: the queue with its clock, one application with everything that helps to decide, and the
//! decision.

mod cautions;
mod evidence;
mod forms;
pub mod list_page;
pub mod show_page;
mod views;
