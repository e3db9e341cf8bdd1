//! The treasurer's desk: what is owed, received and refunded, every penny explained, and the few acts that people do by hand.

pub(in crate::payments) mod forms;
mod list_money;
pub mod pages;
pub(in crate::payments) mod queries;
pub mod refund_pages;
pub(in crate::payments) mod show_charge;
pub(in crate::payments) mod views;
