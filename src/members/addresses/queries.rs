//! Reads of changes of address.

use entity::address_change::{Column, Entity, Model};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use super::change::{ChangeKind, OpenChange};
use super::store::read_change;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};

/// The change this person has under way.
pub(super) async fn own_change(db: &impl ConnectionTrait, person_id: i64) -> Result<Option<OpenChange>, Unexpected> {
    let row = Entity::find().filter(Column::PersonId.eq(person_id)).filter(Column::ClosedAt.is_null()).one(db).await?;
    row.map(read_change).transpose()
}

/// A change found through its owner, while it is under way: somebody else's does not exist (S2).
pub(super) async fn find_own_change(
    db: &impl ConnectionTrait,
    person_id: i64,
    reference: &str,
) -> Result<Option<OpenChange>, Unexpected> {
    Ok(own_change(db, person_id).await?.filter(|change| change.reference == reference))
}

/// A change, under way or over, as the link that objects to it needs to know it.
#[derive(Clone, Debug)]
pub(super) struct AnyChange {
    pub(super) person_id: i64,
    pub(super) kind: ChangeKind,
    pub(super) new_address: String,
    pub(super) old_address: Option<String>,
    pub(super) created_at: Instant,
    /// How it ended; none while it is under way.
    pub(super) outcome: Option<String>,
}

/// A change by its row.
pub(super) async fn find_any_change(db: &impl ConnectionTrait, id: i64) -> Result<Option<AnyChange>, Unexpected> {
    let Some(row) = Entity::find_by_id(id).one(db).await? else { return Ok(None) };
    Ok(Some(AnyChange {
        kind: ChangeKind::parse(&row.kind).with_context(|| format!("a change of address is a {:?}", row.kind))?,
        person_id: row.person_id,
        new_address: row.new_address,
        old_address: row.old_address,
        created_at: row.created_at,
        outcome: row.outcome,
    }))
}

/// The person's changes still on record, for their data download.
pub async fn export(db: &impl ConnectionTrait, person_id: i64) -> Result<Value, Unexpected> {
    let rows = Entity::find().filter(Column::PersonId.eq(person_id)).order_by_asc(Column::Id).all(db).await?;
    let shown = |row: &Model| {
        json!({
            "kind": row.kind, "new_address": row.new_address, "old_address": row.old_address,
            "asked_at": row.created_at, "ended_at": row.closed_at, "outcome": row.outcome,
        })
    };
    Ok(rows.iter().map(shown).collect())
}
