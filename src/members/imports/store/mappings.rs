//! Statements on saved mappings: what each heading was for, the last time.

use entity::import_mapping::{ActiveModel, Column, Entity};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait};
use serde_json::Value;

use crate::kernel::Instant;

/// Keeps a mapping under a name; the same name again replaces it.
pub(in crate::members::imports) async fn save(
    tx: &impl ConnectionTrait,
    (name, columns): (&str, Value),
    by: i64,
    now: Instant,
) -> Result<(), DbErr> {
    let row = ActiveModel {
        name: Set(name.to_owned()),
        columns: Set(columns),
        created_by_id: Set(Some(by)),
        updated_at: Set(now),
        ..Default::default()
    };
    let again = OnConflict::column(Column::Name).update_columns([Column::Columns, Column::UpdatedAt]).to_owned();
    Entity::insert(row).on_conflict(again).exec_without_returning(tx).await?;
    Ok(())
}
