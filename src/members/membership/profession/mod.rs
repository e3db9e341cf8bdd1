//! The share of members who are in the profession (AC-02). The exemption of subscriptions from VAT rests on it, so each type of
//! membership says whether its members are, and the treasurer sees the share.

mod queries;
mod store;

pub use queries::{ProfessionShare, profession_share};

use sea_orm::ConnectionTrait;
use serde_json::json;

use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Unexpected};

/// Says whether members of a type are in the profession. False when there is no such type.
pub(in crate::members) async fn set_profession(
    tx: &impl ConnectionTrait,
    (code, is_in_profession): (&str, bool),
    officer_id: i64,
    now: Instant,
) -> Result<bool, Unexpected> {
    let Some((id, before)) = store::set(tx, code, is_in_profession).await? else { return Ok(false) };
    let entry = Entry {
        actor: Actor::Person(officer_id),
        action: "membership_type.profession_changed",
        subject_kind: "membership_type",
        subject_id: id,
        reason: None,
        values: Some((json!({ "is_in_profession": before }), json!({ "is_in_profession": is_in_profession }))),
    };
    audit::record(tx, entry, now).await?;
    Ok(true)
}
