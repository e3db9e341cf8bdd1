//! Money of a customer that is set against nothing (INV-7, AC-09): more than was owed, or a transfer that names no invoice. It stays
//! on the customer's account until an officer sets it against another invoice or gives it back; nothing happens by itself.

mod allocate_cash;
mod give_back_cash;
pub mod pages;
pub(in crate::payments) mod queries;
mod record_cash;
mod views;

pub use allocate_cash::{AllocateCash, AllocateCashError, allocate_cash};
pub use give_back_cash::{GiveBackCash, GiveBackCashError, give_back_cash};
pub use record_cash::{RecordCash, record_cash};
