//! The officers' side: the pipeline, one enquiry, its quotes, its date and its end.

mod act_forms;
pub mod act_pages;
pub mod cancel_page;
pub mod date_page;
pub mod list_page;
mod quote_form;
pub mod quote_page;
pub mod show_page;
mod views;
pub mod visibility_page;
