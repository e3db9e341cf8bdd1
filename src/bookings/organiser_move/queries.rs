//! What changes of an event mean for a booking, and what its page says of them.

use entity::{booking, event_change, event_change_notice};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, DbErr, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder};

use super::choice::choice_until;
use crate::bookings::booking_state::BookingState;
use crate::bookings::refund_terms::PolicyDates;
use crate::kernel::Instant;

/// Until when the booking may be given back in full because we moved its event; none when we did not, or before it was made
/// (REF-13). Of several changes the last to end counts.
pub fn open_until(changes: &[event_change::Model], own: &PolicyDates) -> Option<Instant> {
    changes.iter().map(|change| choice_until(own, change.noticed_at.unwrap_or(change.notice_due_at))).max()
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
        .filter(
            Condition::any()
                .add(event_change::Column::BookedAfter.is_null())
                .add(event_change::Column::BookedAfter.lt(booking.booked_at)),
        )
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

/// Whether a booking that is still live was made after `since`.
pub async fn is_booked_since(db: &impl ConnectionTrait, event_id: i64, since: Instant) -> Result<bool, DbErr> {
    let found = booking::Entity::find()
        .filter(booking::Column::EventId.eq(event_id))
        .filter(booking::Column::BookedAt.gt(since))
        .filter(booking::Column::State.is_in([BookingState::Held.word(), BookingState::Confirmed.word()]))
        .count(db)
        .await?;
    Ok(found > 0)
}

/// Whether a change is for a booking made at that time: it was there when the change was made, and no earlier change of the same
/// notice has told it (RMD-11).
pub fn is_for(change: &event_change::Model, booked_at: Instant) -> bool {
    booked_at <= change.made_at && change.booked_after.is_none_or(|after| booked_at > after)
}
