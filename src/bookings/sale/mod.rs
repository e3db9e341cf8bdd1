//! What is sold for one event: prices, seats, refund policy, limits and terms. [`queries`] reads it, [`store`] sets it up.

pub mod early_bird;
pub mod queries;
pub mod seat_limits;
pub mod store;

pub use early_bird::store::set_early_bird;
pub use queries::*;
pub use seat_limits::queries::seat_limits;
pub use seat_limits::store::set_seat_limits;
pub use seat_limits::{SeatLimit, limit_words, smallest};
