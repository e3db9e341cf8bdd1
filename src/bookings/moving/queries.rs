//! What earlier dates of a booking still mean for it.

use entity::place_move;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter};

use crate::bookings::place_change::queries::moves_into;
use crate::bookings::refund_policy::EventDates;
use crate::bookings::refund_terms::PolicyDates;
use crate::bookings::sale::load_policy_for_booking;
use crate::kernel::Unexpected;

/// A chain of moves is not followed further than this.
const LONGEST_CHAIN: usize = 20;

/// The policies and dates of everything the booking's places were moved away from, the last first (REF-14).
pub async fn earlier_terms(db: &impl ConnectionTrait, booking_id: i64) -> Result<Vec<PolicyDates>, Unexpected> {
    let mut terms = Vec::new();
    let mut at = booking_id;
    while let Some(row) = moves_into(db, at).await?.into_iter().next() {
        terms.push(PolicyDates {
            policy: load_policy_for_booking(db, row.old_refund_policy_id).await?,
            dates: EventDates { first_day: row.old_first_day, starts_at: row.old_starts_at },
        });
        at = row.old_booking_id;
        if terms.len() == LONGEST_CHAIN {
            break;
        }
    }
    Ok(terms)
}

/// Whether the booking came about by a move that its booker made (TRF-1: once).
pub async fn was_moved_by_booker(db: &impl ConnectionTrait, booking_id: i64) -> Result<bool, DbErr> {
    let found = place_move::Entity::find()
        .filter(place_move::Column::NewBookingId.eq(booking_id))
        .filter(place_move::Column::MadeBy.eq("booker"))
        .count(db)
        .await?;
    Ok(found > 0)
}
