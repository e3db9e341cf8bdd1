//! Statements that write a move.

use entity::{place, place_move};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::bookings::booking_state::BookingState;

/// The place goes on elsewhere: its links die and its calendar entry gets a new sequence. False: it was not confirmed any more.
pub async fn mark_place_moved(db: &impl ConnectionTrait, place: &place::Model) -> Result<bool, DbErr> {
    let done = place::Entity::update_many()
        .col_expr(place::Column::State, Expr::value(BookingState::Moved.word()))
        .col_expr(place::Column::CalendarSequence, Expr::col(place::Column::CalendarSequence).add(1))
        .col_expr(place::Column::LinkGeneration, Expr::col(place::Column::LinkGeneration).add(1))
        .filter(place::Column::Id.eq(place.id))
        .filter(place::Column::State.eq(BookingState::Confirmed.word()))
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Writes down which place became which.
pub async fn insert_moves(db: &impl ConnectionTrait, rows: Vec<place_move::ActiveModel>) -> Result<(), DbErr> {
    place_move::Entity::insert_many(rows).exec_without_returning(db).await?;
    Ok(())
}
