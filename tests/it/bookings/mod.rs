//! Bookings: from the form to the place, and back.

mod book_places;
mod cancel_places;
mod desk;
mod holds;
mod member_price;
mod members_meeting;
mod pay;
mod race;
pub mod shop;
