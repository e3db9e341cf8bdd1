//! Takes back what an import wrote, row by row: a person nothing has happened to since is gone as if never written; anybody else
//! stays, and the row says why.

use std::collections::BTreeMap;

use entity::import_row;
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::batch_state::BatchState;
use super::join_person::Added;
use super::queries::find_batch;
use super::store::{batches, rows, undo};
use super::{Progress, ROWS_A_STEP};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;
use crate::members::search;
use crate::person_rows::{PersonColumn, delete_rows, pointed_at};

/// What the import itself fills: rows here are no reason to keep anybody.
pub const FILLED_BY_IMPORT: &[&str] = &[
    "person",
    "person_email",
    "person_profile",
    "person_practice_role",
    "email_choice",
    "membership",
    "import_row",
    "person_search_token",
];

/// Takes back the next rows. `pointers` are all columns of the schema that hold a person's id; the top knows them.
pub async fn undo_some_rows(app: &App, batch_id: i64, pointers: &[PersonColumn]) -> Result<Progress, Unexpected> {
    let db = app.db.reader();
    let Some(batch) = find_batch(db, batch_id).await? else { return Ok(Progress::Over) };
    if batch.state != BatchState::Undoing.word() {
        return Ok(Progress::Over);
    }
    let written = rows::written(db, batch.id, batch.next_line, ROWS_A_STEP as u64).await?;
    let next_line = written.last().map_or(batch.next_line, |row| row.line + 1);
    let done = i64::try_from(written.len())?;
    let step = batches::Step { next_line, next_byte: batch.next_byte, read: 0, done };
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            if !batches::claim_step(tx, &batch, &step).await? {
                return Ok(Progress::Over);
            }
            if written.is_empty() {
                batches::move_to(tx, &batch, BatchState::Undone, (None, now)).await?;
                let entry = Entry {
                    actor: batch.undone_by_id.map_or(Actor::System, Actor::Person),
                    action: "import.undone",
                    subject_kind: "import_batch",
                    subject_id: batch.id,
                    reason: None,
                    values: Some((json!({}), json!({ "rows": batch.rows_done }))),
                };
                audit::record(tx, entry, now).await?;
                return Ok(Progress::Over);
            }
            take_back(tx, written, pointers).await?;
            Ok(Progress::More)
        })
        .await
}

async fn take_back(
    tx: &impl ConnectionTrait,
    written: Vec<import_row::Model>,
    pointers: &[PersonColumn],
) -> Result<(), Unexpected> {
    let (joined, made): (Vec<_>, Vec<_>) = written.into_iter().partition(|row| row.made.is_some());
    let people: Vec<i64> = made.iter().filter_map(|row| row.person_id).collect();
    let reasons = reasons_to_stay(tx, &people, pointers).await?;
    let (mut gone_rows, mut gone) = (Vec::new(), Vec::new());
    for row in made {
        if let Some(reason) = row.person_id.and_then(|id| reasons.get(&id)) {
            undo::mark_kept(tx, row.id, reason).await?;
        } else {
            gone_rows.push(row.id);
            gone.extend(row.person_id);
        }
    }
    undo::mark_undone(tx, &gone_rows).await?;
    delete_rows(tx, PersonColumn { table: "person_search_token", column: "person_id" }, &gone).await?;
    undo::delete_people(tx, &gone).await?;
    for row in joined {
        let added: Added = serde_json::from_value(row.made.unwrap_or_default())?;
        undo::delete_added(tx, &added).await?;
        if let Some(person_id) = row.person_id {
            search::reindex(tx, person_id).await?;
        }
        undo::mark_undone(tx, &[row.id]).await?;
    }
    Ok(())
}

/// Why people stay: something in the database rests on them that the import did not put there.
async fn reasons_to_stay(
    tx: &impl ConnectionTrait,
    people: &[i64],
    pointers: &[PersonColumn],
) -> Result<BTreeMap<i64, &'static str>, Unexpected> {
    let mut reasons = BTreeMap::new();
    if people.is_empty() {
        return Ok(reasons);
    }
    for id in undo::with_later_terms(tx, people).await? {
        reasons.entry(id).or_insert("They have a later term of membership.");
    }
    for column in pointers.iter().filter(|column| !FILLED_BY_IMPORT.contains(&column.table)) {
        for id in pointed_at(tx, *column, people).await? {
            reasons.entry(id).or_insert(words_for(column.table));
        }
    }
    Ok(reasons)
}

fn words_for(table: &str) -> &'static str {
    match table {
        "login" | "login_session" | "sign_in_code" => "They have signed in.",
        "booking" | "place" => "They have a booking.",
        "charge" | "payment" | "membership_order" => "They have paid, or have something to pay.",
        "membership_application" => "They have applied for membership.",
        "outbox_message" => "We have written to them.",
        "role_grant" => "They hold, or held, an office.",
        "person_note" => "There are notes about them.",
        _ => "Something else on record rests on them.",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_a_sentence() {
        for table in ["login", "booking", "charge", "outbox_message", "role_grant", "anything"] {
            assert!(words_for(table).ends_with('.'));
        }
    }
}
