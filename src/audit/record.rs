//! Writes an audit entry.

use entity::{audit_entry, audit_values};
use sea_orm::{ActiveValue::Set, ConnectionTrait, DbErr, EntityTrait};
use serde_json::Value;

use crate::kernel::Instant;

/// Who acted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Actor {
    /// A signed-in person.
    Person(i64),
    /// Somebody not signed in, such as a booker.
    Visitor,
    /// Somebody who holds a personal link.
    Link,
    /// A job.
    System,
}

impl Actor {
    /// The signed-in person, or a visitor.
    pub fn person_or_visitor(person_id: Option<i64>) -> Self {
        person_id.map_or(Self::Visitor, Self::Person)
    }

    /// The person's id, if a person acted.
    pub fn person_id(self) -> Option<i64> {
        match self {
            Self::Person(id) => Some(id),
            _ => None,
        }
    }

    fn kind(self) -> &'static str {
        match self {
            Self::Person(_) => "person",
            Self::Visitor => "visitor",
            Self::Link => "link",
            Self::System => "system",
        }
    }
}

/// What happened. `action` is a past-tense word with its noun: "booking.cancelled".
#[derive(Clone, Debug)]
pub struct Entry<'a> {
    /// Who.
    pub actor: Actor,
    /// What.
    pub action: &'a str,
    /// To what kind of thing: the table's name.
    pub subject_kind: &'a str,
    /// Which one.
    pub subject_id: i64,
    /// Why, when a person said so.
    pub reason: Option<&'a str>,
    /// Values before and after; may hold personal data, so they are erasable.
    pub values: Option<(Value, Value)>,
}

/// Writes the entry in the caller's transaction.
pub async fn record(db: &impl ConnectionTrait, entry: Entry<'_>, now: Instant) -> Result<(), DbErr> {
    let row = audit_entry::ActiveModel {
        at: Set(now),
        actor_kind: Set(entry.actor.kind().to_owned()),
        actor_person_id: Set(entry.actor.person_id()),
        action: Set(entry.action.to_owned()),
        subject_kind: Set(entry.subject_kind.to_owned()),
        subject_id: Set(entry.subject_id),
        reason: Set(entry.reason.map(str::to_owned)),
        ..Default::default()
    };
    let Some((before, after)) = entry.values else {
        audit_entry::Entity::insert(row).exec_without_returning(db).await?;
        return Ok(());
    };
    let id = audit_entry::Entity::insert(row).exec(db).await?.last_insert_id;
    let row = audit_values::ActiveModel {
        audit_entry_id: Set(id),
        before_values: Set(Some(before)),
        after_values: Set(Some(after)),
        ..Default::default()
    };
    audit_values::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}
