//! What an officer does for one booking against the rules' grain: give money back as goodwill, waive what is owed, withdraw a
//! place and choose what comes back (REF-16, REF-17, REF-21). Each with a reason, within a limit, and written down; above £500
//! a second person decides (D11).

mod amounts;
mod emails;
mod forms;
mod give_goodwill;
pub mod pages;
mod queries;
mod store;
mod views;

pub use give_goodwill::{GiveGoodwill, GoodwillError, GoodwillGiven, give_goodwill};
