//! Takes an office away, at once or after a last day.

use chrono::NaiveDate;
use entity::role_grant;
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::store;
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Role, Unexpected, uk_time};
use crate::members::session;
use crate::unexpected_from;

/// Which office ends, whose, when and why.
#[derive(Clone, Debug)]
pub struct EndRole {
    /// Whose.
    pub person_id: i64,
    /// Which office.
    pub role: Role,
    /// The last London day they hold it, inclusive; none means that it ends this instant.
    pub last_day: Option<NaiveDate>,
    /// The officer; none for the operator or a job.
    pub ended_by: Option<i64>,
    /// Why, in the officer's words.
    pub reason: Option<String>,
}

/// Why the office was not taken away.
#[derive(Debug, thiserror::Error)]
pub enum EndRoleError {
    /// They do not hold it today.
    #[error("this person does not hold this role")]
    NotHeld,
    /// Somebody must be left who can give roles.
    #[error("the last administrator cannot be removed; make another one first")]
    LastAdministrator,
    /// The last day lies before the first day of the grant, or in the past.
    #[error("the last day is already over")]
    DayIsOver,
    /// Ending a role never makes it longer: that would be giving it.
    #[error("the role ends earlier than that already")]
    EndsEarlier,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(EndRoleError);

/// Ends the grant that is held today, in the caller's transaction, with an audit entry. Taken away at once, the person's
/// sessions end too.
pub async fn end_role(tx: &impl ConnectionTrait, command: EndRole, now: Instant) -> Result<(), EndRoleError> {
    let today = uk_time::london_date(now);
    store::lock_grants(tx, command.role).await?;
    let held = store::find_held(tx, command.person_id, command.role, today).await?.ok_or(EndRoleError::NotHeld)?;
    end_held(tx, &command, &held, now).await
}

/// Ends one grant, one that begins later too.
pub(super) async fn end_grant(
    tx: &impl ConnectionTrait,
    command: EndRole,
    grant_id: i64,
    now: Instant,
) -> Result<(), EndRoleError> {
    let today = uk_time::london_date(now);
    store::lock_grants(tx, command.role).await?;
    let held = store::find_live(tx, grant_id, today).await?;
    let held = held.filter(|grant| grant.person_id == command.person_id && grant.role == command.role.word());
    end_held(tx, &command, &held.ok_or(EndRoleError::NotHeld)?, now).await
}

async fn end_held(
    tx: &impl ConnectionTrait,
    command: &EndRole,
    held: &role_grant::Model,
    now: Instant,
) -> Result<(), EndRoleError> {
    let today = uk_time::london_date(now);
    if command.last_day.is_some_and(|day| day < std::cmp::max(today, held.starts_on)) {
        return Err(EndRoleError::DayIsOver);
    }
    if let (Some(day), Some(planned)) = (command.last_day, held.ends_on)
        && day > planned
    {
        return Err(EndRoleError::EndsEarlier);
    }
    let is_administrator = command.role == Role::Administrator;
    if is_administrator && store::count_other_lasting_holders(tx, command.person_id, command.role, today).await? == 0 {
        return Err(EndRoleError::LastAdministrator);
    }
    let ended = match command.last_day {
        Some(day) => store::mark_last_day(tx, held, day).await?,
        None => store::mark_ended(tx, held.id, now).await?,
    };
    if !ended {
        return Err(EndRoleError::NotHeld);
    }
    if command.last_day.is_none() {
        session::end_all(tx, command.person_id, None, now).await?;
    }
    let before = json!({ "role": held.role, "ends_on": held.ends_on });
    let after = json!({ "role": held.role, "ends_on": command.last_day.unwrap_or(today) });
    let entry = Entry {
        actor: command.ended_by.map_or(Actor::System, Actor::Person),
        action: "role.ended",
        subject_kind: "role_grant",
        subject_id: held.id,
        reason: command.reason.as_deref(),
        values: Some((before, after)),
    };
    audit::record(tx, entry, now).await?;
    Ok(())
}
