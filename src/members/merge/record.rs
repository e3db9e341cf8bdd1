//! Writes a merge down, with everything that moved, and points the one record at the other.

use entity::{merge_change, merge_record};
use sea_orm::ActiveValue::Set;
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::store;
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Unexpected};
use crate::members::{session, sign_in};
use crate::person_rows::Change;

/// A merge as it was written down.
pub type MergeRecord = merge_record::Model;

/// Ends a merge in the caller's transaction: everything has moved. Sessions of the record that goes end. Gives the merge's id.
pub async fn finish_merge(
    tx: &impl ConnectionTrait,
    (from, into): (i64, i64),
    (officer, reason): (i64, &str),
    changes: Vec<Change>,
    now: Instant,
) -> Result<i64, Unexpected> {
    let record_id = store::insert_record(tx, (from, into), (officer, reason), now).await?;
    let moved = changes.len();
    let rows = changes.into_iter().map(|change| row(record_id, &change)).collect::<Result<Vec<_>, Unexpected>>()?;
    store::insert_changes(tx, rows).await?;
    store::mark_merged(tx, (from, Some(into)), Some(now)).await?;
    session::end_all(tx, from, None, now).await?;
    sign_in::mark_codes_dead(tx, from, now).await?;
    let entry = Entry {
        actor: Actor::Person(officer),
        action: "person.merged",
        subject_kind: "person",
        subject_id: into,
        reason: Some(reason),
        values: Some((json!({ "from": from }), json!({ "into": into, "values_moved": moved }))),
    };
    audit::record(tx, entry, now).await?;
    Ok(record_id)
}

fn row(record_id: i64, change: &Change) -> Result<merge_change::ActiveModel, Unexpected> {
    Ok(merge_change::ActiveModel {
        merge_record_id: Set(record_id),
        table_name: Set(change.table.to_owned()),
        row_id: Set(change.row_id),
        column_name: Set(change.column.to_owned()),
        value_before: Set(Some(serde_json::to_value(&change.before)?)),
        value_after: Set(Some(serde_json::to_value(&change.after)?)),
        ..Default::default()
    })
}
