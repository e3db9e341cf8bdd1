//! Writes down which bookings of a cancelled event could not be cancelled yet, and why.

use entity::event_cancel_failure::{ActiveModel, Column, Entity};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait};

use crate::kernel::Instant;

/// Notes a failure, or another try of it.
pub async fn note_failure(
    tx: &impl ConnectionTrait,
    (event_id, booking_id): (i64, i64),
    why: &str,
    now: Instant,
) -> Result<(), DbErr> {
    let row = ActiveModel {
        booking_id: Set(booking_id),
        event_id: Set(event_id),
        why: Set(why.to_owned()),
        tries: Set(1),
        failed_at: Set(now),
    };
    let again = OnConflict::column(Column::BookingId)
        .update_columns([Column::Why, Column::FailedAt])
        .value(Column::Tries, Expr::col((Entity, Column::Tries)).add(1))
        .to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}
