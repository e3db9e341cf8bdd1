//! Writes the limits of an event besides its room, and the smallest of all into its pool (HLD-10).

use entity::{capacity_pool, seat_limit};
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter, QuerySelect, QueryTrait,
};

use super::SeatLimit;
use crate::bookings::sale::queries::MAIN_POOL;
use crate::bookings::waiting_list::store::people_waiting;

/// Replaces the limits of an event; lower ones than are taken are allowed, and nobody is removed (HLD-8). The caller has changed
/// the pool's row before, so that whoever is booking waits. New places go to the waiting list first.
pub async fn set_seat_limits(tx: &impl ConnectionTrait, event_id: i64, limits: &[SeatLimit]) -> Result<(), DbErr> {
    seat_limit::Entity::delete_many().filter(seat_limit::Column::EventId.eq(event_id)).exec(tx).await?;
    if !limits.is_empty() {
        let rows = limits.iter().map(|limit| seat_limit::ActiveModel {
            event_id: Set(event_id),
            name: Set(limit.name.clone()),
            places: Set(limit.places),
            ..Default::default()
        });
        seat_limit::Entity::insert_many(rows).exec_without_returning(tx).await?;
    }
    capacity_pool::Entity::update_many()
        .col_expr(capacity_pool::Column::Capacity, smallest_limit(Expr::col(capacity_pool::Column::Room)))
        .col_expr(capacity_pool::Column::PeopleWaiting, people_waiting())
        .filter(capacity_pool::Column::EventId.eq(event_id))
        .filter(capacity_pool::Column::Name.eq(MAIN_POOL))
        .exec(tx)
        .await?;
    Ok(())
}

/// The smallest of `room` and every other limit of the pool's event, as an expression for the pool's row.
pub(in crate::bookings::sale) fn smallest_limit(room: impl Into<SimpleExpr>) -> SimpleExpr {
    let room = room.into();
    let least = seat_limit::Entity::find()
        .select_only()
        .column_as(seat_limit::Column::Places.min(), "least")
        .filter(
            Expr::col((seat_limit::Entity, seat_limit::Column::EventId))
                .equals((capacity_pool::Entity, capacity_pool::Column::EventId)),
        )
        .into_query();
    let least = Expr::from(least);
    Expr::case(least.clone().lt(room.clone()), least).finally(room).into()
}
