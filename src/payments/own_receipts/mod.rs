//! What somebody has paid us, for themselves: a list, and one page for each charge to print; and the same page for whoever holds
//! the link of what was paid for.

mod by_charge;
mod pages;
mod queries;

pub use by_charge::{download_receipt, show_receipt};
pub use pages::{download_own, list_own, show_own};
