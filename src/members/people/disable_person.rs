//! Closes somebody's account: every session ends now, and signing in is refused with a sentence.

use sea_orm::ConnectionTrait;

use super::store;
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Unexpected};
use crate::members::session;

/// Whose account is to be closed, by whom and why.
#[derive(Clone, Debug)]
pub struct DisablePerson {
    /// Whose.
    pub person_id: i64,
    /// By whom.
    pub actor: Actor,
    /// Why, in the officer's words.
    pub reason: String,
}

/// Closes the account in the caller's transaction. False when it was closed already.
pub async fn disable_person(
    tx: &impl ConnectionTrait,
    command: DisablePerson,
    now: Instant,
) -> Result<bool, Unexpected> {
    if !store::mark_disabled(tx, command.person_id, now).await? {
        return Ok(false);
    }
    session::end_all(tx, command.person_id, None, now).await?;
    let entry = Entry {
        actor: command.actor,
        action: "person.disabled",
        subject_kind: "person",
        subject_id: command.person_id,
        reason: Some(&command.reason),
        values: None,
    };
    audit::record(tx, entry, now).await?;
    Ok(true)
}
