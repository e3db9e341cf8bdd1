//! Reads about changes of places, for pages and for what is decided on them.

use std::collections::BTreeMap;

use entity::{person, place_change, place_move, place_naming, place_request};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::store::WAITING;

/// The change of a booking that waits for money, if there is one.
pub async fn find_waiting(db: &impl ConnectionTrait, booking_id: i64) -> Result<Option<place_change::Model>, DbErr> {
    place_change::Entity::find()
        .filter(place_change::Column::BookingId.eq(booking_id))
        .filter(place_change::Column::State.eq(WAITING))
        .one(db)
        .await
}

/// A change of this booking by its id.
pub async fn find_change(
    db: &impl ConnectionTrait,
    (booking_id, id): (i64, i64),
) -> Result<Option<place_change::Model>, DbErr> {
    place_change::Entity::find_by_id(id).filter(place_change::Column::BookingId.eq(booking_id)).one(db).await
}

/// Every change of who these places are for, the oldest first.
pub async fn namings_of(db: &impl ConnectionTrait, place_ids: &[i64]) -> Result<Vec<place_naming::Model>, DbErr> {
    place_naming::Entity::find()
        .filter(place_naming::Column::PlaceId.is_in(place_ids.iter().copied()))
        .order_by_asc(place_naming::Column::Id)
        .all(db)
        .await
}

/// Names of these people, by row.
pub async fn names_of(db: &impl ConnectionTrait, ids: Vec<i64>) -> Result<BTreeMap<i64, String>, DbErr> {
    if ids.is_empty() {
        return Ok(BTreeMap::new());
    }
    let rows = person::Entity::find().filter(person::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.full_name)).collect())
}

/// Moves of places out of a booking, the oldest first.
pub async fn moves_from(db: &impl ConnectionTrait, booking_id: i64) -> Result<Vec<place_move::Model>, DbErr> {
    place_move::Entity::find()
        .filter(place_move::Column::OldBookingId.eq(booking_id))
        .order_by_asc(place_move::Column::Id)
        .all(db)
        .await
}

/// Whether any place ever moved out of a booking or into it.
pub async fn has_moves(db: &impl ConnectionTrait, booking_id: i64) -> Result<bool, DbErr> {
    use place_move::{Column, Entity};
    let touching = Column::OldBookingId.eq(booking_id).or(Column::NewBookingId.eq(booking_id));
    Ok(Entity::find().filter(touching).limit(1).one(db).await?.is_some())
}

/// Moves of places into a booking: all at once, from one other booking.
pub async fn moves_into(db: &impl ConnectionTrait, booking_id: i64) -> Result<Vec<place_move::Model>, DbErr> {
    place_move::Entity::find()
        .filter(place_move::Column::NewBookingId.eq(booking_id))
        .order_by_asc(place_move::Column::Id)
        .all(db)
        .await
}

/// Requests of attendees to be let go that were made by the link in force now (GRP-8).
pub async fn requests_of(db: &impl ConnectionTrait, place_ids: &[i64]) -> Result<Vec<place_request::Model>, DbErr> {
    place_request::Entity::find()
        .filter(place_request::Column::PlaceId.is_in(place_ids.iter().copied()))
        .order_by_asc(place_request::Column::Id)
        .all(db)
        .await
}
