//! Selling places: capacity pools and prices, holds, bookings and their places, refund windows, cancelling by the booker or with
//! the event, and the personal pages that belong to a place. It reads `events` and `members` and raises charges in `payments`;
//! what arriving money buys is decided here ([`settle_booking`]).

mod bank_view;
pub mod book_places;
pub mod booking_state;
pub mod cancel_event;
pub mod cancel_places;
pub mod cancellation;
mod confirm_booking;
pub mod desk;
mod door;
mod email_words;
mod emails;
pub mod end_hold;
mod event_facts;
pub mod evidence;
pub mod exceptions;
pub mod forms;
pub mod hold;
pub mod jobs;
pub mod join_openings;
pub mod member_price_page;
pub mod moving;
pub mod needs;
pub mod new_booking;
pub mod offer_member_price;
pub mod organiser_move;
pub mod pages;
pub mod pay_again;
mod payment_lost;
pub mod person_hooks;
pub mod place_change;
pub mod place_claim;
pub mod pricing;
pub mod queries;
pub mod questions;
mod raise_charge;
pub mod refund_policy;
#[cfg(test)]
mod refund_policy_tests;
pub mod refund_terms;
pub mod refused_requests;
pub mod release_expired_holds;
pub mod reports;
pub mod sale;
pub mod sale_panel;
pub mod sale_window;
pub mod self_service_gate;

mod settle_booking;
mod show_booking;
pub mod show_place;
pub mod standard_rules;
mod store;
pub mod substitution;
pub mod views;
pub mod waiting_list;
mod way_back;
mod what_comes_back;
mod wipe_abandoned;
mod write_booking;

pub use payment_lost::{PaymentLost, on_dispute_lost};
pub use place_change::{ChangeSettlement, settle_place_change};
pub use place_claim::{ClaimBy, GuardedClaim, PlaceClaim};
pub use sale::store as set_up_sale;
pub use settle_booking::{Settlement, settle_booking};
