//! Statements that count uses of a discount code. The limits stand in the filter: of two buyers who want the last use, the
//! database lets one through (ELG-13).

use entity::{discount_code, discount_use};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::kernel::{Instant, Pence};

/// Counts one use that gives `given` away. False: ended, used up, or over its budget.
pub(super) async fn count_use(db: &impl ConnectionTrait, code_id: i64, given: Pence) -> Result<bool, DbErr> {
    use discount_code::{Column, Entity};
    let uses_left = Column::MostUses.is_null().or(Expr::col(Column::Uses).lt(Expr::col(Column::MostUses)));
    let given_then = Expr::col(Column::GivenPence).add(given.get());
    let budget_left = Column::BudgetPence.is_null().or(given_then.lte(Expr::col(Column::BudgetPence)));
    let done = Entity::update_many()
        .col_expr(Column::Uses, Expr::col(Column::Uses).add(1))
        .col_expr(Column::GivenPence, Expr::col(Column::GivenPence).add(given.get()))
        .filter(Column::Id.eq(code_id))
        .filter(Column::EndedAt.is_null())
        .filter(uses_left)
        .filter(budget_left)
        .exec(db)
        .await?;
    Ok(done.rows_affected == 1)
}

/// Notes which booking has the use.
pub(super) async fn insert_use(
    db: &impl ConnectionTrait,
    (code_id, booking_id): (i64, i64),
    (given, seats_past_capacity): (Pence, i32),
    now: Instant,
) -> Result<(), DbErr> {
    let row = discount_use::ActiveModel {
        discount_code_id: Set(code_id),
        booking_id: Set(booking_id),
        given_pence: Set(given.get()),
        seats_past_capacity: Set(seats_past_capacity),
        counted_at: Set(now),
        ..Default::default()
    };
    discount_use::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}

/// Marks the use of a booking as returned, or as counted again. Gives the use when this changed it.
pub(super) async fn mark_use(
    db: &impl ConnectionTrait,
    booking_id: i64,
    returned_at: Option<Instant>,
) -> Result<Option<discount_use::Model>, DbErr> {
    use discount_use::{Column, Entity};
    let was = if returned_at.is_some() { Column::ReturnedAt.is_null() } else { Column::ReturnedAt.is_not_null() };
    let done = Entity::update_many()
        .col_expr(Column::ReturnedAt, Expr::value(returned_at))
        .filter(Column::BookingId.eq(booking_id))
        .filter(was)
        .exec(db)
        .await?;
    if done.rows_affected == 0 {
        return Ok(None);
    }
    Entity::find().filter(Column::BookingId.eq(booking_id)).one(db).await
}

/// Adds to the counts of a code, or takes away; nothing is asked, because this only follows what has happened.
pub(super) async fn adjust(db: &impl ConnectionTrait, code_id: i64, uses: i32, given: Pence) -> Result<(), DbErr> {
    use discount_code::{Column, Entity};
    Entity::update_many()
        .col_expr(Column::Uses, Expr::col(Column::Uses).add(uses))
        .col_expr(Column::GivenPence, Expr::col(Column::GivenPence).add(given.get()))
        .filter(Column::Id.eq(code_id))
        .exec(db)
        .await?;
    Ok(())
}
