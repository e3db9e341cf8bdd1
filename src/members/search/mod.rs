//! Finding people: each person's name, addresses, membership number, employer and registration number stand as words in one
//! table, kept up to date by whoever writes any of them ([`reindex`]), and every typed word is looked up by its beginning.

pub mod jobs;
mod queries;
mod store;
mod words;

pub use queries::{FoundPerson, find_named_people, find_people, matching};
pub use store::reindex;
pub(in crate::members) use store::reindex_all;
pub use words::{is_enough, typed_words};
