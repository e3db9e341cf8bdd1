//! Writes whether a type is of the profession.

use entity::membership_type::{ActiveModel, Column, Entity};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, QueryFilter};

/// Writes it and gives the type's row with what stood there before; none without such a type.
pub(super) async fn set(
    tx: &impl ConnectionTrait,
    code: &str,
    is_in_profession: bool,
) -> Result<Option<(i64, bool)>, DbErr> {
    let Some(kind) = Entity::find().filter(Column::Code.eq(code)).one(tx).await? else { return Ok(None) };
    let row = ActiveModel { id: Set(kind.id), is_in_profession: Set(is_in_profession), ..Default::default() };
    Entity::update(row).exec(tx).await?;
    Ok(Some((kind.id, kind.is_in_profession)))
}
