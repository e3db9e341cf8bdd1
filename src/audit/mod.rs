//! Who did what, when, to what (D28). Entries are written in the caller's transaction; values before and after lie in a
//! side table that erasure can empty; a job seals entries in hash-chained batches.

pub mod admin;
mod chain;
pub mod person_hooks;
pub mod queries;
pub mod record;
pub mod seal;
mod views;

pub use record::{Actor, Entry, record};
pub use seal::{empty_values_of, verify_chain};
