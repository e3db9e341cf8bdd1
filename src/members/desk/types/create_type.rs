//! Makes a type of membership with its first version.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde_json::json;

use super::add_version::described;
use super::store;
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Unexpected};
use crate::members::membership::{NewMembershipType, TypeVersion, create_membership_type};
use crate::unexpected_from;

/// Why the type was not made.
#[derive(Debug, thiserror::Error)]
pub(super) enum CreateTypeError {
    /// The code is another type's.
    #[error("Another type has this code")]
    CodeTaken,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(CreateTypeError);

/// Writes the type at the end of the list, with an audit entry.
pub(super) async fn create_type(
    tx: &impl ConnectionTrait,
    (code, valid_from): (&str, NaiveDate),
    version: TypeVersion,
    officer_id: i64,
    now: Instant,
) -> Result<(), CreateTypeError> {
    let position = store::next_position(tx).await?;
    if store::find_type(tx, code).await?.is_some() {
        return Err(CreateTypeError::CodeTaken);
    }
    let after = described(valid_from, &version);
    let new = NewMembershipType { code: code.to_owned(), position, valid_from, version };
    let id = create_membership_type(tx, new, now).await?;
    if let Some(row) = store::find_version_of_day(tx, id, valid_from).await? {
        store::set_author(tx, row.id, officer_id).await?;
    }
    let entry = Entry {
        actor: Actor::Person(officer_id),
        action: "membership_type.created",
        subject_kind: "membership_type",
        subject_id: id,
        reason: None,
        values: Some((json!({}), after)),
    };
    audit::record(tx, entry, now).await?;
    Ok(())
}
