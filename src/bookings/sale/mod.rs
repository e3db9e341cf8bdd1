//! What is sold for one event: prices, seats, refund policy, rules and terms. [`queries`] reads it, [`store`] sets it up.

pub mod early_bird;
pub mod queries;
mod rules;
pub mod seat_limits;
pub mod store;
mod terms;

pub use early_bird::store::set_early_bird;
pub use queries::*;
pub use rules::BookingRules;
pub use seat_limits::queries::seat_limits;
pub use seat_limits::store::set_seat_limits;
pub use seat_limits::{SeatLimit, limit_words, smallest};
pub use store::set_rules;
pub use terms::queries::{BookingTerms, find_current_terms, load_current_terms, load_terms};
