//! Writes refused requests down.

use entity::refused_request::{ActiveModel, Column as C, Entity};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

use crate::kernel::{Instant, Unexpected};

/// One row for a booking, what was wanted and why it was refused; asked again, only the last time and the number change.
pub(super) async fn note(
    tx: &impl ConnectionTrait,
    (booking_id, wanted, why): (i64, &str, &str),
    now: Instant,
) -> Result<(), Unexpected> {
    let row = ActiveModel {
        booking_id: Set(booking_id),
        wanted: Set(wanted.to_owned()),
        why: Set(why.to_owned()),
        times: Set(1),
        first_asked_at: Set(now),
        last_asked_at: Set(now),
        ..Default::default()
    };
    let again = OnConflict::columns([C::BookingId, C::Wanted, C::Why])
        .value(C::Times, Expr::col((Entity, C::Times)).add(1))
        .value(C::LastAskedAt, Expr::value(now))
        .to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}
