//! A booking with its places, by what people quote.

use entity::{booking, place};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

pub(super) async fn find_booking_with_places(
    db: &impl ConnectionTrait,
    reference: &str,
) -> Result<Option<(booking::Model, Vec<place::Model>)>, DbErr> {
    let found = booking::Entity::find().filter(booking::Column::Reference.eq(reference)).one(db).await?;
    let Some(booking) = found else { return Ok(None) };
    let places = place::Entity::find()
        .filter(place::Column::BookingId.eq(booking.id))
        .order_by_asc(place::Column::Position)
        .all(db)
        .await?;
    Ok(Some((booking, places)))
}
