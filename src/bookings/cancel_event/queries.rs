//! Which bookings of a cancelled event wait for another try.

use entity::{booking, event_cancel_failure};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use crate::bookings::booking_state::BookingState;
use crate::kernel::{Instant, Unexpected};

/// A booking that could not be cancelled yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CancelFailure {
    /// What people quote.
    pub reference: String,
    /// Why, for officers.
    pub why: String,
    /// How often it was tried.
    pub tries: i32,
    /// When it was tried last.
    pub failed_at: Instant,
}

/// The failures of an event whose bookings are still live, fifty at most, the oldest first.
pub async fn failures_of(db: &impl ConnectionTrait, event_id: i64) -> Result<Vec<CancelFailure>, Unexpected> {
    let rows = event_cancel_failure::Entity::find()
        .filter(event_cancel_failure::Column::EventId.eq(event_id))
        .order_by_asc(event_cancel_failure::Column::BookingId)
        .limit(50)
        .all(db)
        .await?;
    let live = [BookingState::Held.word(), BookingState::Confirmed.word()];
    let bookings = booking::Entity::find()
        .filter(booking::Column::Id.is_in(rows.iter().map(|row| row.booking_id)))
        .filter(booking::Column::State.is_in(live))
        .all(db)
        .await?;
    let failure = |row: event_cancel_failure::Model| {
        let booking = bookings.iter().find(|booking| booking.id == row.booking_id)?;
        let reference = booking.reference.clone();
        Some(CancelFailure { reference, why: row.why, tries: row.tries, failed_at: row.failed_at })
    };
    Ok(rows.into_iter().filter_map(failure).collect())
}
