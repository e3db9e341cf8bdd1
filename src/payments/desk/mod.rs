//! The treasurer's desk: what is owed, received and refunded, every penny explained, and the few acts that people do by hand.

mod forms;
mod list_money;
pub mod pages;
mod queries;
pub mod refund_pages;
mod show_charge;
pub(in crate::payments) mod views;
