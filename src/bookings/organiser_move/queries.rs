//! What changes of an event mean for a booking, and what its page says of them.

use entity::{booking, event_change, event_change_notice};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::choice::choice_until;
use crate::bookings::refund_terms::PolicyDates;
use crate::kernel::{Instant, Unexpected};

/// Until when the booking may be given back in full because we moved its event; none when we did not, or before it was made
/// (REF-13). Of several changes the last to end counts.
pub async fn open_until(
    db: &impl ConnectionTrait,
    booking: &booking::Model,
    own: &PolicyDates,
) -> Result<Option<Instant>, Unexpected> {
    let changes = choices_for(db, booking).await?;
    Ok(changes.iter().map(|change| choice_until(own, change.noticed_at.unwrap_or(change.notice_due_at))).max())
}

/// Changes that give a booking a choice, the oldest first: those made after it.
pub async fn choices_for(
    db: &impl ConnectionTrait,
    booking: &booking::Model,
) -> Result<Vec<event_change::Model>, DbErr> {
    event_change::Entity::find()
        .filter(event_change::Column::EventId.eq(booking.event_id))
        .filter(event_change::Column::GivesChoice.eq(true))
        .filter(event_change::Column::MadeAt.gte(booking.booked_at))
        .order_by_asc(event_change::Column::Id)
        .all(db)
        .await
}

/// What a booking was told of a change, and whether its booker keeps the places.
pub async fn find_notice(
    db: &impl ConnectionTrait,
    (change_id, booking_id): (i64, i64),
) -> Result<Option<event_change_notice::Model>, DbErr> {
    event_change_notice::Entity::find()
        .filter(event_change_notice::Column::EventChangeId.eq(change_id))
        .filter(event_change_notice::Column::BookingId.eq(booking_id))
        .one(db)
        .await
}

/// Everything changed of an event that people were to hear of, the oldest first.
pub async fn changes_of_event(db: &impl ConnectionTrait, event_id: i64) -> Result<Vec<event_change::Model>, DbErr> {
    event_change::Entity::find()
        .filter(event_change::Column::EventId.eq(event_id))
        .order_by_asc(event_change::Column::Id)
        .all(db)
        .await
}

/// Bookings that were told of a change, and of those how many keep their places.
pub async fn count_told(db: &impl ConnectionTrait, change_id: i64) -> Result<(usize, usize), DbErr> {
    let told = event_change_notice::Entity::find()
        .filter(event_change_notice::Column::EventChangeId.eq(change_id))
        .all(db)
        .await?;
    let kept = told.iter().filter(|notice| notice.kept_at.is_some()).count();
    Ok((told.len(), kept))
}
