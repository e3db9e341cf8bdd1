//! Entries about a person and of a person, for their data download.

use entity::audit_entry::{Column, Entity, Model};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};
use serde_json::{Value, json};

use crate::kernel::Unexpected;

/// Officers do a great deal; the newest are enough for a download.
const MOST: u64 = 5_000;

pub(super) async fn export(db: &impl ConnectionTrait, ids: &[i64]) -> Result<Value, Unexpected> {
    let about =
        Condition::all().add(Column::SubjectKind.eq("person")).add(Column::SubjectId.is_in(ids.iter().copied()));
    let theirs = Condition::any().add(about).add(Column::ActorPersonId.is_in(ids.iter().copied()));
    let rows = Entity::find().filter(theirs).order_by_desc(Column::Id).limit(MOST).all(db).await?;
    let shown = |row: &Model| {
        json!({
            "at": row.at, "what": row.action, "by_them": row.actor_person_id.is_some_and(|id| ids.contains(&id)),
            "reason": row.reason,
        })
    };
    Ok(rows.iter().map(shown).collect())
}
