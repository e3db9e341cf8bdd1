//! What somebody has paid us, for themselves: a list, and one page for each charge to print.

mod pages;
mod queries;

pub use pages::{download_own, list_own, show_own};
