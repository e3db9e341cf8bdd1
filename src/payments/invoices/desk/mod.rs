//! The treasurer's side of invoices: the list by age, one invoice with its history and why, the acts, and the list as a file.

pub mod acts;
mod csv_file;
pub mod documents;
pub mod pages;
mod queries;
mod tasks;
pub(in crate::payments) mod views;
