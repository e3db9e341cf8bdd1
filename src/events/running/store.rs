//! Statements about a date's minimum. Each repeats what it expects to find; no row means that somebody was first.

use entity::event::{Column as C, Entity};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::Minimum;
use crate::events::{EventId, EventState};
use crate::kernel::Instant;

/// Sets the minimum, or takes it away, unless the date is confirmed to run. It is then to be decided anew. Says if it won.
pub async fn set_minimum(
    tx: &impl ConnectionTrait,
    id: EventId,
    minimum: Option<Minimum>,
    now: Instant,
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(C::LeastPlaces, Expr::value(minimum.map(|minimum| minimum.places)))
        .col_expr(C::DecideAt, Expr::value(minimum.map(|minimum| minimum.decide_at)))
        .col_expr(C::FoundShortAt, Expr::value(None::<Instant>))
        .col_expr(C::UpdatedAt, Expr::value(now))
        .filter(C::Id.eq(id.0))
        .filter(C::ConfirmedToRunAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// A published date that waits for its decision is known to run; says if it won.
pub async fn mark_confirmed_to_run(tx: &impl ConnectionTrait, id: EventId, now: Instant) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(C::ConfirmedToRunAt, Expr::value(now))
        .col_expr(C::UpdatedAt, Expr::value(now))
        .col_expr(C::Version, Expr::col(C::Version).add(1))
        .filter(C::Id.eq(id.0))
        .filter(C::State.eq(EventState::Published.word()))
        .filter(C::LeastPlaces.is_not_null())
        .filter(C::ConfirmedToRunAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Too few had booked at the decision at `decide_at`; says if it won.
pub async fn mark_found_short(
    tx: &impl ConnectionTrait,
    id: EventId,
    decide_at: Instant,
    now: Instant,
) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(C::FoundShortAt, Expr::value(now))
        .filter(C::Id.eq(id.0))
        .filter(C::State.eq(EventState::Published.word()))
        .filter(C::DecideAt.eq(decide_at))
        .filter(C::ConfirmedToRunAt.is_null())
        .filter(C::FoundShortAt.is_null())
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}
