//! Somebody's own choices.

use entity::directory_entry::{Entity, Model};
use entity::person_profile;
use sea_orm::{ConnectionTrait, DbErr, EntityTrait};
use serde_json::{Value, json};

use crate::members::directory::entry::DirectoryEntry;
use crate::members::directory::interest::Interest;
use crate::members::directory::level::Level;

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
            name_level: level(&row.name_level),
            region_level: level(&row.region_level),
            employer_level: level(&row.employer_level),
            roles_level: level(&row.roles_level),
            interests_level: level(&row.interests_level),
            about_level: level(&row.about_level),
            takes_messages: row.takes_messages,
            interests: Interest::read(&row.interests),
            about: row.about,
        }
    }
}

/// A stored level; a word no longer known shows the least.
pub(super) fn level(word: &str) -> Level {
    Level::parse(word).unwrap_or_default()
}

/// The region somebody practises in, if they said.
pub(in crate::members::directory) async fn region_of(
    db: &impl ConnectionTrait,
    person_id: i64,
) -> Result<Option<String>, DbErr> {
    let profile = person_profile::Entity::find_by_id(person_id).one(db).await?;
    Ok(profile.and_then(|row| row.region).filter(|region| !region.is_empty()))
}

/// Their choices, for their data download.
pub async fn export(db: &impl ConnectionTrait, person_id: i64) -> Result<Value, DbErr> {
    let Some(row) = Entity::find_by_id(person_id).one(db).await? else { return Ok(Value::Null) };
    let interests: Vec<&str> = Interest::read(&row.interests).into_iter().map(Interest::label).collect();
    Ok(json!({
        "is_listed": row.is_listed, "who_sees": {
            "name": row.name_level, "region": row.region_level, "employer": row.employer_level,
            "roles": row.roles_level, "interests": row.interests_level, "about": row.about_level,
        },
        "takes_messages": row.takes_messages,
        "interests": interests, "about": row.about, "updated_at": row.updated_at,
    }))
}
