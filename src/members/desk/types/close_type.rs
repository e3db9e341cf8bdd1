//! Closes a type from a day on, or opens it again. People on a term keep it to its end.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::store;
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Unexpected};

/// Writes the day with an audit entry. False when there is no such type.
pub(super) async fn close_type(
    tx: &impl ConnectionTrait,
    code: &str,
    closed_on: Option<NaiveDate>,
    officer_id: i64,
    now: Instant,
) -> Result<bool, Unexpected> {
    let Some(kind) = store::find_type(tx, code).await? else { return Ok(false) };
    store::set_closed_on(tx, kind.id, closed_on).await?;
    let entry = Entry {
        actor: Actor::Person(officer_id),
        action: if closed_on.is_some() { "membership_type.closed" } else { "membership_type.opened" },
        subject_kind: "membership_type",
        subject_id: kind.id,
        reason: None,
        values: Some((json!({ "closed_on": kind.closed_on }), json!({ "closed_on": closed_on }))),
    };
    audit::record(tx, entry, now).await?;
    Ok(true)
}
