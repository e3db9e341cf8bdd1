//! The limits of an event besides its room, for officers; whoever books needs only the smallest, which stands in the pool.

use entity::seat_limit::{Column, Entity};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QueryOrder};

use super::SeatLimit;

/// The limits of an event, in the order in which they were typed.
pub async fn seat_limits(db: &impl ConnectionTrait, event_id: i64) -> Result<Vec<SeatLimit>, DbErr> {
    let rows = Entity::find().filter(Column::EventId.eq(event_id)).order_by_asc(Column::Id).all(db).await?;
    Ok(rows.into_iter().map(|row| SeatLimit { name: row.name, places: row.places }).collect())
}
