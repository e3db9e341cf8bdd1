//! Reads of logins.

use entity::login;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use serde_json::{Value, json};

use crate::kernel::{Instant, Unexpected};

/// What a person signs in with.
#[derive(Clone, Debug, Default)]
pub(in crate::members) struct Login {
    /// The password's hash, if they set one.
    pub(in crate::members) password_hash: Option<String>,
    /// When they set it.
    pub(in crate::members) password_set_at: Option<Instant>,
    /// When they last signed in; none for somebody who never did.
    pub(in crate::members) last_signed_in_at: Option<Instant>,
}

/// The person's login; an empty one for somebody who never signed in.
pub(in crate::members) async fn find_login(db: &impl ConnectionTrait, person_id: i64) -> Result<Login, Unexpected> {
    let row = login::Entity::find().filter(login::Column::PersonId.eq(person_id)).one(db).await?;
    Ok(row.map_or_else(Login::default, |row| Login {
        password_hash: row.password_hash,
        password_set_at: row.password_set_at,
        last_signed_in_at: row.last_signed_in_at,
    }))
}

/// The person's login, for their data download.
pub async fn export(db: &impl ConnectionTrait, person_id: i64) -> Result<Value, Unexpected> {
    let row = login::Entity::find().filter(login::Column::PersonId.eq(person_id)).one(db).await?;
    Ok(row.map_or(Value::Null, |row| {
        json!({
            "has_password": row.password_hash.is_some(), "password_set_at": row.password_set_at,
            "last_signed_in_at": row.last_signed_in_at, "created_at": row.created_at,
        })
    }))
}
