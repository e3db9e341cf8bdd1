//! Whose record a facilitator's printed name stands for: by it they see their own dates, and nobody else's (TRN-1, QST-3).

mod queries;
mod store;

use sea_orm::ConnectionTrait;
use serde_json::json;

use super::EventId;
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Unexpected};

pub use queries::{dates_led_by, leads_dates};

/// The command: for one name on a date, the person it stands for from now on.
#[derive(Clone, Copy, Debug)]
pub struct ChooseFacilitator<'a> {
    /// The date.
    pub event_id: EventId,
    /// The name's place in the printed order, from 1.
    pub position: i32,
    /// The name as the officer saw it; another one there now is somebody else.
    pub name: &'a str,
    /// Whom it stood for when the officer looked.
    pub before: Option<i64>,
    /// Whom it stands for now; none takes access away.
    pub person_id: Option<i64>,
}

/// Writes the choice in the caller's transaction. False: the name, or whom it stands for, was changed meanwhile; nothing is written.
pub async fn choose_facilitator(
    tx: &impl ConnectionTrait,
    choice: ChooseFacilitator<'_>,
    by: Actor,
    now: Instant,
) -> Result<bool, Unexpected> {
    if !store::mark_person(tx, &choice).await? {
        return Ok(false);
    }
    let values = |person_id: Option<i64>| json!({ "name": choice.name, "person_id": person_id });
    let entry = Entry {
        actor: by,
        action: if choice.person_id.is_some() { "event.facilitator_chosen" } else { "event.facilitator_removed" },
        subject_kind: "event",
        subject_id: choice.event_id.0,
        reason: None,
        values: Some((values(choice.before), values(choice.person_id))),
    };
    audit::record(tx, entry, now).await?;
    Ok(true)
}
