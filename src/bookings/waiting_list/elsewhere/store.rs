//! The statement that writes down whether a place on another date ends an entry.

use entity::waiting_entry::{Column, Entity};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

/// Writes down what the person wants.
pub async fn set_leaves_for_other_date(db: &impl ConnectionTrait, entry_id: i64, leaves: bool) -> Result<(), DbErr> {
    Entity::update_many()
        .col_expr(Column::LeavesForOtherDate, Expr::value(leaves))
        .filter(Column::Id.eq(entry_id))
        .filter(Column::LeavesForOtherDate.ne(leaves))
        .exec(db)
        .await?;
    Ok(())
}
