//! The statement that ties a facilitator's name to a person's record.

use entity::event_facilitator::{Column, Entity};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

use super::ChooseFacilitator;

/// Ties the name to the person, or to nobody, if both are still what the officer saw; says if it did.
pub(super) async fn mark_person(tx: &impl ConnectionTrait, choice: &ChooseFacilitator<'_>) -> Result<bool, DbErr> {
    let as_seen = match choice.before {
        Some(id) => Column::PersonId.eq(id),
        None => Column::PersonId.is_null(),
    };
    let done = Entity::update_many()
        .col_expr(Column::PersonId, Expr::value(choice.person_id))
        .filter(Column::EventId.eq(choice.event_id.0))
        .filter(Column::Position.eq(choice.position))
        .filter(Column::Name.eq(choice.name))
        .filter(as_seen)
        .exec(tx)
        .await?;
    Ok(done.rows_affected == 1)
}
