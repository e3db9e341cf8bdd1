//! Reads about people. Every answer has followed the merge pointer: it is about the person who is left.

use entity::{person, person_email};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use serde_json::{Value, json};

use crate::kernel::unexpected::Context;
use crate::kernel::{EmailAddress, Unexpected};

/// Merges can be chained; nobody is merged more often than this, so a longer chain is a ring and our bug.
const LONGEST_CHAIN: usize = 16;

/// A person as other features see one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PersonRow {
    /// The person who is left after merges.
    pub id: i64,
    /// Short public reference; gives no authority (D26).
    pub reference: String,
    /// Full name, as they write it.
    pub name: String,
    /// Primary address; "" for a person without one (an erased one, or one entered from paper).
    pub email: String,
    /// The account is closed: no signing in, no new mail.
    pub is_disabled: bool,
}

/// The person with this id, or the one they were merged into.
pub async fn find_person(db: &impl ConnectionTrait, id: i64) -> Result<Option<PersonRow>, Unexpected> {
    let Some(row) = follow_merges(db, id).await? else { return Ok(None) };
    let email = person_email::Entity::find()
        .filter(person_email::Column::PersonId.eq(row.id))
        .filter(person_email::Column::IsPrimary.eq(true))
        .one(db)
        .await?;
    Ok(Some(PersonRow {
        id: row.id,
        reference: row.reference,
        name: row.full_name,
        email: email.map(|email| email.address).unwrap_or_default(),
        is_disabled: row.disabled_at.is_some(),
    }))
}

/// The person with this reference, or the one they were merged into.
pub async fn find_person_by_reference(
    db: &impl ConnectionTrait,
    reference: &str,
) -> Result<Option<PersonRow>, Unexpected> {
    let row = person::Entity::find().filter(person::Column::Reference.eq(reference)).one(db).await?;
    match row.filter(|row| row.erased_at.is_none()) {
        Some(row) => find_person(db, row.id).await,
        None => Ok(None),
    }
}

/// Whose address this is, if somebody has shown that they read its mail. An address that was only typed proves nothing.
pub async fn find_by_verified_email(
    db: &impl ConnectionTrait,
    address: &EmailAddress,
) -> Result<Option<i64>, Unexpected> {
    let owner = person_email::Entity::find()
        .filter(person_email::Column::FoldedAddress.eq(address.folded()))
        .filter(person_email::Column::VerifiedAt.is_not_null())
        .one(db)
        .await?;
    match owner {
        Some(owner) => Ok(follow_merges(db, owner.person_id).await?.map(|person| person.id)),
        None => Ok(None),
    }
}

/// The addresses this person has shown to be theirs, the primary one first.
pub async fn verified_addresses(db: &impl ConnectionTrait, person_id: i64) -> Result<Vec<EmailAddress>, Unexpected> {
    let rows = person_email::Entity::find()
        .filter(person_email::Column::PersonId.eq(person_id))
        .filter(person_email::Column::VerifiedAt.is_not_null())
        .order_by_desc(person_email::Column::IsPrimary)
        .order_by_asc(person_email::Column::Id)
        .all(db)
        .await?;
    rows.iter().map(|row| EmailAddress::parse(&row.address).context("a stored address is no address")).collect()
}

/// An address on somebody's record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HeldAddress {
    /// As its owner typed it.
    pub address: String,
    /// The one we write to.
    pub is_primary: bool,
    /// Shown to be theirs.
    pub is_verified: bool,
}

/// Every address on the person's record, the primary one first.
pub async fn addresses(db: &impl ConnectionTrait, person_id: i64) -> Result<Vec<HeldAddress>, Unexpected> {
    let rows = person_email::Entity::find()
        .filter(person_email::Column::PersonId.eq(person_id))
        .order_by_desc(person_email::Column::IsPrimary)
        .order_by_asc(person_email::Column::Id)
        .all(db)
        .await?;
    let held = rows.into_iter().map(|row| HeldAddress {
        address: row.address,
        is_primary: row.is_primary,
        is_verified: row.verified_at.is_some(),
    });
    Ok(held.collect())
}

/// The person and their addresses, for their data download.
pub async fn export(db: &impl ConnectionTrait, person_id: i64) -> Result<Value, Unexpected> {
    let Some(person) = person::Entity::find_by_id(person_id).one(db).await? else { return Ok(Value::Null) };
    let rows = person_email::Entity::find()
        .filter(person_email::Column::PersonId.eq(person_id))
        .order_by_asc(person_email::Column::Id)
        .all(db)
        .await?;
    let emails: Vec<Value> = rows
        .iter()
        .map(|row| {
            json!({
                "address": row.address, "is_primary": row.is_primary, "verified_at": row.verified_at,
                "added_at": row.created_at,
            })
        })
        .collect();
    Ok(json!({
        "reference": person.reference, "full_name": person.full_name, "created_at": person.created_at,
        "disabled_at": person.disabled_at, "emails": emails,
    }))
}

/// The row at the end of the merge pointers that begin at `id` (D9); none when there is no such person.
async fn follow_merges(db: &impl ConnectionTrait, id: i64) -> Result<Option<person::Model>, Unexpected> {
    let mut next = id;
    for _ in 0..LONGEST_CHAIN {
        let Some(row) = person::Entity::find_by_id(next).one(db).await? else { return Ok(None) };
        match row.merged_into_id {
            Some(survivor) => next = survivor,
            None => return Ok(Some(row)),
        }
    }
    Err(Unexpected::because(format!("person {id} is merged in a ring")))
}
