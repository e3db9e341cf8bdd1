//! Writes acts on entries of a waiting list into the audit trail.

use crate::audit::{Actor, Entry, record};
use crate::db::Tx;
use crate::kernel::{Instant, Unexpected};

/// Writes down what was done with an entry.
pub(super) async fn note(
    tx: &Tx,
    actor: Actor,
    (action, entry_id): (&str, i64),
    now: Instant,
) -> Result<(), Unexpected> {
    let entry =
        Entry { actor, action, subject_kind: "waiting_entry", subject_id: entry_id, reason: None, values: None };
    Ok(record(tx, entry, now).await?)
}
