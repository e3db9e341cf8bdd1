//! Selling places: capacity pools and prices, holds, bookings and their places, refund windows, cancelling by the booker or with
//! the event, and the personal pages that belong to a place. It reads `events` and `members` and raises charges in `payments`;
//! what arriving money buys is decided here.

pub mod booking_state;
pub mod cancellation;
mod event_facts;
pub mod hold;
pub mod place_claim;
pub mod pricing;
pub mod refund_policy;
pub mod sale;
pub mod sale_window;
pub mod set_up_sale;

pub use place_claim::{GuardedClaim, PlaceClaim};
