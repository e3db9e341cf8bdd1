//! Messages to a person, for their data download.

use entity::outbox_message::{Column, Entity, Model};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::kernel::Unexpected;

pub(super) async fn export(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Value, Unexpected> {
    let rows =
        Entity::find().filter(Column::PersonId.is_in(ids.iter().copied())).order_by_asc(Column::Id).all(db).await?;
    let shown = |row: &Model| {
        json!({
            "about": row.template.replace('_', " "), "to": row.to_address, "state": row.state,
            "written_at": row.created_at, "sent_at": row.sent_at,
        })
    };
    Ok(rows.iter().map(shown).collect())
}
