//! Writes openings of the page to join down.

use entity::join_opening::{ActiveModel, Column as C, Entity};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

use crate::kernel::{Instant, Unexpected};

/// One row a place: the first time stays, the last and the number change.
pub(in crate::bookings) async fn note_opening(
    tx: &impl ConnectionTrait,
    place_id: i64,
    now: Instant,
) -> Result<(), Unexpected> {
    let row =
        ActiveModel { place_id: Set(place_id), times: Set(1), first_opened_at: Set(now), last_opened_at: Set(now) };
    let again = OnConflict::column(C::PlaceId)
        .value(C::Times, Expr::col((Entity, C::Times)).add(1))
        .value(C::LastOpenedAt, Expr::value(now))
        .to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}
