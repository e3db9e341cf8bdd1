//! The list of people: search as you type, filters that are addresses, pages by key.

mod filter;
mod listed;
pub mod pages;
mod queries;
mod views;

pub use filter::{Asked, Filter, Sort};
pub use listed::{ListedPage, ListedPerson};
pub use queries::{list_people, matching_ids, people_of};
