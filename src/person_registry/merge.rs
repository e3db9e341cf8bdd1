//! Two records made one, everywhere in one transaction; and taken back.

use crate::app::App;
use crate::members::merge::{
    KeptValues, MergeError, MergeRecord, UndoMergeError, UndoneMerge, can_merge, finish_merge, move_rows, undo_merge,
};
use crate::members::search;
use crate::person_rows::{PersonColumn, move_all};
use crate::{bookings, in_house, notifications, payments};

/// Which two, who says so, and what is kept.
#[derive(Clone, Debug)]
pub struct MergePeople {
    /// The record that goes.
    pub from: i64,
    /// The record that is left.
    pub into: i64,
    /// Name and address to keep.
    pub kept: KeptValues,
    /// The officer.
    pub officer: i64,
    /// The officer may give and take away roles.
    pub gives_roles: bool,
    /// Why they are one person, in the officer's words.
    pub reason: String,
}

/// Merges, and gives the merge's id.
pub async fn merge_people(app: &App, command: MergePeople) -> Result<i64, MergeError> {
    let (pair, now) = ((command.from, command.into), app.now());
    app.db
        .write_tx(async |tx| {
            can_merge(tx, pair, command.gives_roles).await?;
            let mut changes = move_rows(tx, pair, command.kept, now).await?;
            changes.extend(bookings::person_hooks::merge(tx, pair).await?);
            changes.extend(in_house::person_hooks::merge(tx, pair).await?);
            changes.extend(payments::person_hooks::merge(tx, pair).await?);
            changes.extend(notifications::person_hooks::merge(tx, pair).await?);
            let facilitator = PersonColumn { table: "event_facilitator", column: "person_id" };
            changes.extend(move_all(tx, facilitator, pair).await?);
            let id = finish_merge(tx, pair, (command.officer, &command.reason), changes, now).await?;
            for person in [command.from, command.into] {
                search::reindex(tx, person).await?;
            }
            Ok(id)
        })
        .await
}

/// Takes a merge back.
pub async fn undo_people_merge(
    app: &App,
    record: &MergeRecord,
    officer: (i64, bool),
) -> Result<UndoneMerge, UndoMergeError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let undone = undo_merge(tx, record, officer, now).await?;
            for person in [record.from_person_id, record.into_person_id] {
                search::reindex(tx, person).await?;
            }
            Ok(undone)
        })
        .await
}
