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

/// Decides what money that arrived for a booking buys (HLD-5 to HLD-7). Until the booking side of it stands, the money stays
/// on account, where an officer sees it.
pub async fn settle_booking(
    _app: &crate::app::App,
    _tx: &sea_orm::DatabaseTransaction,
    payment_id: i64,
    charge_id: i64,
    _now: crate::kernel::Instant,
) -> Result<(), crate::kernel::Unexpected> {
    tracing::warn!(payment_id, charge_id, "money for a booking stays on account");
    Ok(())
}
