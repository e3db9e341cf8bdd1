//! Bookings: from the form to the place, and back.

mod book_places;
mod by_invoice;
mod cancel_places;
mod cancel_truth;
mod desk;
mod event_moved;
mod exceptions;
mod forgetting;
mod groups;
mod holds;
mod member_price;
mod members_meeting;
mod moving;
mod moving_money;
mod needs;
mod part_payments;
mod pay;
mod questions;
mod race;
mod sequences;
pub mod shop;
mod substitution;
mod till;
mod waiting;
mod waiting_list;
