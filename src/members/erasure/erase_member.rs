//! Erases a person in this feature's tables.

use sea_orm::ConnectionTrait;

use super::store;
use crate::audit::{self, Actor, Entry};
use crate::kernel::{Instant, Unexpected};
use crate::members::person_hooks::delete_own_rows;
use crate::unexpected_from;

/// What is needed to forget them elsewhere.
#[derive(Clone, Debug, Default)]
pub struct Erased {
    /// Their addresses as they are compared.
    pub addresses: Vec<String>,
    /// Rows whose audit entries may hold their name: kind and id.
    pub subjects: Vec<(&'static str, i64)>,
}

/// Why nobody was erased.
#[derive(Debug, thiserror::Error)]
pub enum EraseError {
    /// It happened before.
    #[error("This record is erased already.")]
    Already,
    /// Somebody's other record.
    #[error("This record was merged into another one. Erase that one; it takes this one with it.")]
    Merged,
    /// Offices end first.
    #[error("This person holds an office. End it first.")]
    HoldsOffice,
    /// Money is expected.
    #[error("This person has a membership to be paid for. Withdraw it first.")]
    OpenOrder,
    /// They are expected somewhere.
    #[error("This person has a place at an event that is not over. Cancel it first.")]
    PlacesAhead,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(EraseError);

/// Every record of this human being: the one that is left, then those merged into it.
pub async fn records_of(db: &impl ConnectionTrait, person_id: i64) -> Result<Vec<i64>, Unexpected> {
    let mut ids = vec![person_id];
    let mut next = 0;
    while next < ids.len() {
        for id in store::merged_into(db, ids[next]).await? {
            if !ids.contains(&id) {
                ids.push(id);
            }
        }
        next += 1;
    }
    Ok(ids)
}

/// Says why this feature would not let them go, if so.
pub async fn can_erase(db: &impl ConnectionTrait, person_id: i64) -> Result<(), EraseError> {
    let person = store::find(db, person_id).await?.ok_or(EraseError::Already)?;
    if person.erased_at.is_some() {
        return Err(EraseError::Already);
    }
    if person.merged_into_id.is_some() {
        return Err(EraseError::Merged);
    }
    let ids = records_of(db, person_id).await?;
    if store::holds_office(db, &ids).await? {
        return Err(EraseError::HoldsOffice);
    }
    if store::has_open_order(db, &ids).await? {
        return Err(EraseError::OpenOrder);
    }
    Ok(())
}

/// Empties these records in the caller's transaction, with an audit entry for the first.
pub async fn erase_member(
    tx: &impl ConnectionTrait,
    ids: &[i64],
    (officer, reason): (i64, &str),
    now: Instant,
) -> Result<Erased, Unexpected> {
    let addresses = store::addresses_of(tx, ids).await?;
    let subjects = store::subjects_of(tx, ids).await?;
    store::delete_codes(tx, &addresses).await?;
    store::empty_kept_rows(tx, ids).await?;
    delete_own_rows(tx, ids).await?;
    store::empty_people(tx, ids, now).await?;
    if let Some(first) = ids.first() {
        let entry = Entry {
            actor: Actor::Person(officer),
            action: "person.erased",
            subject_kind: "person",
            subject_id: *first,
            reason: Some(reason),
            values: None,
        };
        audit::record(tx, entry, now).await?;
    }
    Ok(Erased { addresses, subjects })
}
