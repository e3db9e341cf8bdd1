//! Adds an officer's note to a person's record. Members may ask to see what is written about them, and it says so on the page.

use sea_orm::ConnectionTrait;

use super::store;
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Unexpected};

/// Writes the note with an audit entry; what it says stays in the note.
pub(super) async fn add_note(
    tx: &impl ConnectionTrait,
    (person_id, officer_id): (i64, i64),
    text: &str,
    now: Instant,
) -> Result<(), Unexpected> {
    store::insert_note(tx, (person_id, officer_id), text, now).await?;
    let entry = Entry {
        actor: Actor::Person(officer_id),
        action: "person.note_added",
        subject_kind: "person",
        subject_id: person_id,
        reason: None,
        values: None,
    };
    audit::record(tx, entry, now).await?;
    Ok(())
}
