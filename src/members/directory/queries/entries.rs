//! Somebody's own choices.

use entity::directory_entry::{Entity, Model};
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};
use serde_json::{Value, json};

use crate::members::directory::entry::DirectoryEntry;
use crate::members::directory::interest::Interest;

/// Their choices; nothing chosen for somebody who never looked.
pub(in crate::members::directory) async fn load_entry(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<DirectoryEntry, DbErr> {
    Ok(Entity::find_by_id(person_id).one(db).await?.map(DirectoryEntry::from).unwrap_or_default())
}

impl From<Model> for DirectoryEntry {
    fn from(row: Model) -> Self {
        Self {
            is_listed: row.is_listed,
            shows_region: row.shows_region,
            shows_employer: row.shows_employer,
            shows_roles: row.shows_roles,
            shows_interests: row.shows_interests,
            takes_messages: row.takes_messages,
            interests: Interest::read(&row.interests),
            about: row.about,
        }
    }
}

/// Their choices, for their data download.
pub async fn export(db: &impl ConnectionTrait, person_id: i64) -> Result<Value, DbErr> {
    let Some(row) = Entity::find_by_id(person_id).one(db).await? else { return Ok(Value::Null) };
    let interests: Vec<&str> = Interest::read(&row.interests).into_iter().map(Interest::label).collect();
    Ok(json!({
        "is_listed": row.is_listed, "shows_region": row.shows_region, "shows_employer": row.shows_employer,
        "shows_roles": row.shows_roles, "shows_interests": row.shows_interests, "takes_messages": row.takes_messages,
        "interests": interests, "about": row.about, "updated_at": row.updated_at,
    }))
}
