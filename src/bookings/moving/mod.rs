//! Places moved to another date of the same course (TRF-1 to TRF-6, REF-14): the new seat is taken before the old one is free, in
//! one transaction; what was paid is carried across.

pub mod carry_out;
mod code_use;
pub mod decide_move;
mod emails;
pub mod may_move;
pub mod move_paid;
pub mod move_places;
pub mod move_price;
pub mod other_dates;
pub mod pages;
pub mod queries;
mod seats_there;
mod store;
pub mod views;
mod where_to;

pub(super) use code_use::return_use_of_family;
pub use move_places::{MovePlaces, MovePlacesError, Moved, move_places};
