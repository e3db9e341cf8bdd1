//! Calls a published event off. Refunds and notices are `bookings`' matter, in the same transaction.

use sea_orm::ConnectionTrait;

use super::{EventId, store};
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Unexpected};

/// Cancels in the caller's transaction and raises the calendar sequence. False when it was not published, or somebody was
/// first: then nothing changed.
pub async fn mark_cancelled(
    tx: &impl ConnectionTrait,
    id: EventId,
    reason: &str,
    by: Actor,
    now: Instant,
) -> Result<bool, Unexpected> {
    if !store::mark_cancelled(tx, id, reason, now).await? {
        return Ok(false);
    }
    let entry = Entry {
        actor: by,
        action: "event.cancelled",
        subject_kind: "event",
        subject_id: id.0,
        reason: Some(reason),
        values: None,
    };
    audit::record(tx, entry, now).await?;
    Ok(true)
}
