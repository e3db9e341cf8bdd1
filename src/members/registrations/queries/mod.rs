//! Reads of registrations: whose check is due, lists, checks and queries.

mod checks;
mod due;
mod lists;

pub use checks::{CheckRecord, KeptNumber, QueryRecord, count_waiting_queries};
pub(in crate::members) use checks::{checks_of, number_of, open_queries, query_of};
pub use due::{DuePerson, Group, has_due};
pub(in crate::members) use due::{count_due, list_due, numbers_to_list};
pub use lists::find_list;
pub(in crate::members) use lists::{items_of, open_lists};
