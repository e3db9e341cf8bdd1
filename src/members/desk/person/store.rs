//! Statements that write an officer's note. A note is never changed or removed.

use entity::person_note;
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait};

use crate::kernel::Instant;

/// Writes the note.
pub(super) async fn insert_note(
    db: &impl ConnectionTrait,
    (person_id, written_by_id): (i64, i64),
    text: &str,
    now: Instant,
) -> Result<(), DbErr> {
    let row = person_note::ActiveModel {
        person_id: Set(person_id),
        text: Set(text.to_owned()),
        written_by_id: Set(Some(written_by_id)),
        created_at: Set(now),
        ..Default::default()
    };
    person_note::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}
