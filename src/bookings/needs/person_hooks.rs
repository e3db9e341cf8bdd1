//! This concept's part of what is kept of a person (D27).

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::need::Needs;
use super::queries::{saved_of, sealed_of_places};
use super::sealed_needs::{SealedFor, needs_key, open};
use super::store;
use crate::kernel::{SealingSecrets, Unexpected};
use crate::person_rows::{Change, PersonColumn, move_all};

/// Tables with a column that points to a person which these hooks answer for; those of questions with them.
pub const TABLES: &[&str] = &["question_version", "event_care", "needs_task", "saved_needs"];

/// What these people told for their places and keep on their profiles. `sealing` opens it, for themselves; without, it says
/// only that something is kept: an officer who hands data over does not read it (QST-3).
pub async fn export(
    db: &impl ConnectionTrait,
    ids: &[i64],
    sealing: Option<SealingSecrets<'_>>,
) -> Result<Value, Unexpected> {
    let key = sealing.map(needs_key);
    let shown = |whose: SealedFor, sealed: &[u8]| match key.as_ref().and_then(|key| open(key, whose, sealed)) {
        Some(needs) => words(&needs),
        None => json!("Kept under seal; shown to you under Your data in your account."),
    };
    let mut told = Vec::new();
    for row in sealed_of_places(db, ids).await? {
        let needs = shown(SealedFor::Place(row.place_id), &row.sealed);
        told.push(json!({ "needs": needs, "agreed_at": row.consented_at, "told_at": row.told_at }));
    }
    let mut saved = Vec::new();
    for row in saved_of(db, ids).await? {
        let needs = shown(SealedFor::Person(row.person_id), &row.sealed);
        saved.push(json!({ "needs": needs, "saved_at": row.saved_at }));
    }
    Ok(json!({ "told_for_places": told, "on_your_profile": saved }))
}

fn words(needs: &Needs) -> Value {
    json!({ "ticked": needs.labels(), "more": needs.more, "dietary": needs.dietary })
}

/// Forgets what they keep, and what was told for these places.
pub async fn erase(tx: &impl ConnectionTrait, ids: &[i64], places: &[i64]) -> Result<(), Unexpected> {
    store::delete_saved(tx, ids).await?;
    Ok(store::delete_needs(tx, places).await?)
}

/// Whose work it is goes over to the record that is left. What was kept on a profile is sealed for the record it was kept on, so
/// it stays there: whoever is left reads what was kept last on any of their records, and it is forgotten with them all.
pub async fn merge(tx: &impl ConnectionTrait, pair: (i64, i64)) -> Result<Vec<Change>, Unexpected> {
    let mut changes = Vec::new();
    for table in ["needs_task", "event_care"] {
        changes.extend(move_all(tx, PersonColumn { table, column: "owner_id" }, pair).await?);
    }
    Ok(changes)
}
