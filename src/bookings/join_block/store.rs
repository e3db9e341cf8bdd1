//! Rows of blocks; at most one is live for a booking.

use entity::join_block::{ActiveModel, Column as C, Entity};
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::kernel::{Instant, Unexpected};

/// Writes a block. False when one is live already.
pub(super) async fn insert_block(
    tx: &impl ConnectionTrait,
    booking_id: i64,
    (reason, by): (&str, i64),
    now: Instant,
) -> Result<bool, Unexpected> {
    let row = ActiveModel {
        booking_id: Set(booking_id),
        reason: Set(reason.to_owned()),
        blocked_at: Set(now),
        blocked_by_id: Set(by),
        ..Default::default()
    };
    let live =
        OnConflict::column(C::BookingId).target_and_where(Expr::col(C::LiftedAt).is_null()).do_nothing().to_owned();
    Ok(Entity::insert(row).on_conflict(live).exec_without_returning(tx).await? == 1)
}

/// Ends the live block. False when there is none.
pub(super) async fn mark_lifted(
    tx: &impl ConnectionTrait,
    booking_id: i64,
    by: i64,
    now: Instant,
) -> Result<bool, Unexpected> {
    let done = Entity::update_many()
        .col_expr(C::LiftedAt, Expr::value(now))
        .col_expr(C::LiftedById, Expr::value(by))
        .filter(C::BookingId.eq(booking_id))
        .filter(C::LiftedAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}
