//! What tests stand on: one `TestApp` a test, with people, pages, mail and money.

pub mod client;
pub mod database;
pub mod form;
pub mod html;
pub mod page;
