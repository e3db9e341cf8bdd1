//! One person's page: membership, money, applications, what was sent and noted, and everything officers can do about it.

mod add_note;
mod assemble;
pub mod details_page;
pub mod email_page;
pub mod employer_page;
mod explain_page;
pub mod pages;
mod queries;
mod rows;
mod store;
mod views;

pub use explain_page::explain_status;
pub(super) use queries::{PersonRecord, find_record};
pub(super) use views::Fact;
