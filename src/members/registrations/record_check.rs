//! Writes down that a registration was checked, and opens a query when it did not match (rules 2.1). A failed check changes
//! nothing else: not the standing, not the membership, not the number.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::outcome::Outcome;
use super::results_file::Found;
use super::store::checks;
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Unexpected};

/// A check as it was made.
#[derive(Clone, Debug)]
pub struct NewCheck {
    /// Whose registration.
    pub person_id: i64,
    /// The number that was looked for.
    pub number: String,
    /// What came of it.
    pub outcome: Outcome,
    /// What the register said.
    pub found: Found,
    /// The London day on which somebody looked.
    pub checked_on: NaiveDate,
    /// One by one, and not by a results file.
    pub by_hand: bool,
    /// Who looked.
    pub officer_id: i64,
}

/// Writes the check. A second failed check keeps the query that waits and lets it rest on the newer check.
pub(super) async fn record_check(tx: &impl ConnectionTrait, check: &NewCheck, now: Instant) -> Result<(), Unexpected> {
    let id = checks::insert_check(tx, check, now).await?;
    if !check.outcome.opens_query() {
        let (whose, noted) = ((check.person_id, check.number.as_str()), (check.checked_on, check.officer_id));
        return Ok(checks::note_on_profile(tx, whose, noted).await?);
    }
    match checks::find_waiting(tx, check.person_id).await? {
        Some(waiting) => checks::rest_on(tx, waiting.id, id).await?,
        None => checks::insert_query(tx, (check.person_id, id), now).await?,
    }
    let entry = Entry {
        actor: Actor::Person(check.officer_id),
        action: "registration.query_opened",
        subject_kind: "person",
        subject_id: check.person_id,
        reason: None,
        values: Some((json!({}), json!({ "outcome": check.outcome.word(), "checked_on": check.checked_on }))),
    };
    Ok(audit::record(tx, entry, now).await?)
}
