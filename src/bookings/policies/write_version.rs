//! Writes a version of a refund policy. Dates that are still sold under an earlier one are sold under the new one from then on;
//! what was booked before keeps its own, and has the new one only where that is kinder (REF-1).

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::forms::TypedPolicy;
use super::queries::{PolicyHistory, dates_under};
use super::store::{self, NewVersion};
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Unexpected};
use crate::unexpected_from;

/// Why nothing was written.
#[derive(Debug, thiserror::Error)]
pub(super) enum WriteVersionError {
    /// A policy with this name is there.
    #[error("There is a policy of this name. Choose another name, or write a new version of the one that is there.")]
    NameTaken,
    /// Another officer wrote a version since the form was opened.
    #[error(
        "Somebody else changed this policy while you were writing. Nothing of yours is saved. Open the form again and compare."
    )]
    ChangedMeanwhile,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(WriteVersionError);

/// Writes the first version of a new policy and gives its code.
pub(super) async fn create_policy(
    tx: &impl ConnectionTrait,
    typed: &TypedPolicy,
    officer_id: i64,
    now: Instant,
) -> Result<String, WriteVersionError> {
    let code = typed.code();
    write(tx, (&code, 1), typed, (None, officer_id), now).await?.ok_or(WriteVersionError::NameTaken)?;
    Ok(code)
}

/// Writes the version that follows `seen`, the newest one the officer saw. Gives how many dates use it from now on.
pub(super) async fn add_version(
    tx: &impl ConnectionTrait,
    (history, seen): (&PolicyHistory, i32),
    typed: &TypedPolicy,
    officer_id: i64,
    now: Instant,
) -> Result<usize, WriteVersionError> {
    let newest = history.versions.first().filter(|version| version.version == seen);
    let newest = newest.ok_or(WriteVersionError::ChangedMeanwhile)?;
    let before = json!({ "name": newest.name, "tiers": newest.tiers });
    let written = write(tx, (&history.code, seen + 1), typed, (Some(before), officer_id), now).await?;
    let id = written.ok_or(WriteVersionError::ChangedMeanwhile)?;
    let earlier: Vec<i64> = history.versions.iter().map(|version| version.id).collect();
    let dates: Vec<i64> = dates_under(tx, &earlier, now).await?.iter().map(|event| event.id.0).collect();
    store::use_for_dates(tx, (&earlier, id), &dates).await?;
    Ok(dates.len())
}

async fn write(
    tx: &impl ConnectionTrait,
    (code, version): (&str, i32),
    typed: &TypedPolicy,
    (before, officer_id): (Option<Value>, i64),
    now: Instant,
) -> Result<Option<i64>, Unexpected> {
    let new = NewVersion { code, version, name: &typed.name, tiers: serde_json::to_value(&typed.tiers)?, officer_id };
    let Some(id) = store::insert_version(tx, new, now).await? else { return Ok(None) };
    let after = json!({ "code": code, "version": version, "name": typed.name, "tiers": typed.tiers });
    let entry = Entry {
        actor: Actor::Person(officer_id),
        action: "refund_policy.version_written",
        subject_kind: "refund_policy",
        subject_id: id,
        reason: None,
        values: Some((before.unwrap_or(Value::Null), after)),
    };
    audit::record(tx, entry, now).await?;
    Ok(Some(id))
}
