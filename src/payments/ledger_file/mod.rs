//! The ledger of a period as a file (AC-10, REP-5): a row a posting, with its days, its fund and activity, and who caused it.

pub mod pages;
mod queries;
mod write_file;
