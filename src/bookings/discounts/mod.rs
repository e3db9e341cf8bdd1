//! What makes a place cheaper than its list price: an early price, a discount code, a place given away (ELG-10 to ELG-14, AC-16).
//! The rules are pure: [`offers`] finds the cheapest lawful price, [`code_terms`] says whether a code may be used.

pub mod code_terms;
pub mod code_text;
mod count_try;
pub mod desk;
mod find_code;
pub mod form_fields;
pub mod form_prices;
pub mod given;
pub mod offers;
pub mod queries;
mod store;
mod use_code;

pub use count_try::count_try;
pub use find_code::{AskedFor, find_code, price_with};
pub use use_code::UsedCode;
pub(super) use use_code::{count_again, count_use, note_use, return_use};
