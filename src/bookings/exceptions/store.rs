//! The one column that an exception writes.

use entity::place::{self, Column, Entity};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use crate::kernel::Pence;

/// What the place costs from now on. False: its price or its state changed meanwhile.
pub(super) async fn mark_price(tx: &impl ConnectionTrait, place: &place::Model, price: Pence) -> Result<bool, DbErr> {
    let done = Entity::update_many()
        .col_expr(Column::PricePence, Expr::value(price.get()))
        .filter(Column::Id.eq(place.id))
        .filter(Column::PricePence.eq(place.price_pence))
        .filter(Column::State.eq(place.state.as_str()))
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}
