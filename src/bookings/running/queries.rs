//! Who has a confirmed place on a date.

use entity::{booking, place};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
};

use crate::bookings::booking_state::BookingState;

/// How many places are confirmed: those that are only held may never be paid, and do not count.
pub(super) async fn count_confirmed(db: &impl ConnectionTrait, event_id: i64) -> Result<u64, DbErr> {
    place::Entity::find()
        .filter(place::Column::EventId.eq(event_id))
        .filter(place::Column::State.eq(BookingState::Confirmed.word()))
        .count(db)
        .await
}

/// The confirmed places with their bookings, by rising id.
pub(super) async fn confirmed_places(
    db: &impl ConnectionTrait,
    event_id: i64,
) -> Result<Vec<(place::Model, booking::Model)>, DbErr> {
    let of_booking = place::Entity::belongs_to(booking::Entity).from(place::Column::BookingId).to(booking::Column::Id);
    let rows = place::Entity::find()
        .join(JoinType::InnerJoin, of_booking.into())
        .select_also(booking::Entity)
        .filter(place::Column::EventId.eq(event_id))
        .filter(place::Column::State.eq(BookingState::Confirmed.word()))
        .filter(booking::Column::PersonalDataWipedAt.is_null())
        .order_by_asc(place::Column::Id)
        .all(db)
        .await?;
    Ok(rows.into_iter().filter_map(|(place, booking)| Some((place, booking?))).collect())
}
