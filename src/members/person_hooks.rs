//! This feature's part of a person's data download (D27): everything its tables hold about them, as they may see it. Hashes of
//! passwords, tokens and codes are no information about a person and are left out.

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::{addresses, applications, directory, factors, membership, people, profile, roles, session, sign_in};
use crate::kernel::Unexpected;
use crate::notifications::preferences;

/// Everything this feature holds about one person.
pub async fn export(db: &impl ConnectionTrait, person_id: i64) -> Result<Value, Unexpected> {
    Ok(json!({
        "person": people::export(db, person_id).await?,
        "login": sign_in::export(db, person_id).await?,
        "second_factors": factors::export(db, person_id).await?,
        "sessions": session::export(db, person_id).await?,
        "roles": roles::export(db, person_id).await?,
        "membership": membership::export(db, person_id).await?,
        "applications": applications::queries::export(db, person_id).await?,
        "profile": profile::export(db, person_id).await?,
        "address_changes": addresses::export(db, person_id).await?,
        "email_choices": preferences::export(db, person_id).await?,
        "directory": directory::export(db, person_id).await?,
    }))
}
