//! Adds to somebody we know what a row has and they have not: addresses (never primary, never verified), a membership, a term.
//! What stands on their record is not changed. Notes what was added, so that it can be taken back.

use entity::import_row;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};

use super::read_row::RowValues;
use super::store::{memberships, people, rows};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::members::people::find_person;
use crate::members::search;

/// Rows that were added to a known person.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Added {
    /// Addresses.
    pub emails: Vec<i64>,
    /// The membership, if they had none.
    pub membership: Option<i64>,
    /// The term, if there was none that begins on its day.
    pub term: Option<i64>,
}

pub(super) async fn join_person(
    tx: &impl ConnectionTrait,
    row: &import_row::Model,
    values: &RowValues,
    now: Instant,
) -> Result<(), Unexpected> {
    let meant = row.match_person_id.context("a row is to be joined to nobody")?;
    let person = find_person(tx, meant).await?.context("the person a row is joined to is gone")?;
    let mut added = Added::default();
    for address in [&values.email, &values.second_email].into_iter().flatten() {
        added.emails.extend(people::add_address(tx, person.id, address, now).await?);
    }
    let membership = match memberships::of_person(tx, person.id).await? {
        Some(id) => Some(id),
        None if values.term_start.is_some() || values.member_since.is_some() => {
            let made = memberships::insert(tx, &[(person.id, values)], now).await?.remove(&person.id);
            added.membership = made;
            made
        }
        None => None,
    };
    if let (Some(membership), Some(starts_on)) = (membership, values.term_start)
        && memberships::term_from(tx, membership, starts_on).await?.is_none()
    {
        let types = memberships::Types::load(tx).await?;
        memberships::insert_terms(tx, &[(membership, values)], &types, now).await?;
        added.term = memberships::term_from(tx, membership, starts_on).await?;
    }
    search::reindex(tx, person.id).await?;
    rows::mark_joined(tx, row.id, person.id, serde_json::to_value(&added)?).await?;
    Ok(())
}
