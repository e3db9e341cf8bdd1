//! Gives somebody an office from a day on (D11).

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::store;
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Role, Unexpected};
use crate::members::{people, session};
use crate::unexpected_from;

/// Which office, to whom, from when to when.
#[derive(Clone, Debug)]
pub struct GrantRole {
    /// To whom.
    pub person_id: i64,
    /// Which office.
    pub role: Role,
    /// First London day.
    pub starts_on: NaiveDate,
    /// Last London day, inclusive; none means until taken away.
    pub ends_on: Option<NaiveDate>,
    /// The officer; none when the operator does it on the command line.
    pub granted_by: Option<i64>,
}

/// Why the office was not given.
#[derive(Debug, thiserror::Error)]
pub enum GrantRoleError {
    /// They hold it for one of these days already.
    #[error("this person already holds this role")]
    AlreadyHeld,
    /// Nobody gives an office to themselves (ASVS 8.2: no self-promotion).
    #[error("nobody may give a role to themselves")]
    Yourself,
    /// The last day is before the first.
    #[error("the last day is before the first")]
    EndsBeforeItStarts,
    /// The account is closed.
    #[error("this person's account is closed")]
    Disabled,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(GrantRoleError);

/// Writes the grant in the caller's transaction, with an audit entry. Sessions that began with fewer rights end, so that the
/// shorter times of the back office hold from the first page on (ASVS 7.4).
pub async fn grant_role(tx: &impl ConnectionTrait, grant: GrantRole, now: Instant) -> Result<i64, GrantRoleError> {
    if grant.granted_by == Some(grant.person_id) {
        return Err(GrantRoleError::Yourself);
    }
    if grant.ends_on.is_some_and(|last| last < grant.starts_on) {
        return Err(GrantRoleError::EndsBeforeItStarts);
    }
    let person = people::find_person(tx, grant.person_id).await?.filter(|person| !person.is_disabled);
    let person = person.ok_or(GrantRoleError::Disabled)?;
    let grant = GrantRole { person_id: person.id, ..grant };
    if store::find_overlap(tx, grant.person_id, grant.role, grant.starts_on, grant.ends_on).await?.is_some() {
        return Err(GrantRoleError::AlreadyHeld);
    }
    let id = store::insert_grant(tx, &grant, now).await?;
    session::end_all(tx, grant.person_id, None, now).await?;
    let after = json!({
        "person_id": grant.person_id, "role": grant.role.word(), "starts_on": grant.starts_on, "ends_on": grant.ends_on,
    });
    let entry = Entry {
        actor: grant.granted_by.map_or(Actor::System, Actor::Person),
        action: "role.granted",
        subject_kind: "role_grant",
        subject_id: id,
        reason: None,
        values: Some((json!({}), after)),
    };
    audit::record(tx, entry, now).await?;
    Ok(id)
}
