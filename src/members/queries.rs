//! What the account home shows of this feature.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::{membership, people};
use crate::kernel::Unexpected;
use crate::kernel::uk_time::long_date;

/// Somebody's account at a glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountSummary {
    /// Full name.
    pub name: String,
    /// Every address on the record, the primary one first.
    pub emails: Vec<AccountEmail>,
    /// Has a member's rights today (ELG-3).
    pub is_member: bool,
    /// Where they stand, one sentence.
    pub standing_words: String,
    /// Membership number; none for somebody who was never a member.
    pub member_number: Option<i64>,
    /// First day of the first term, in words; "" without one.
    pub member_since: String,
}

/// One address of an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountEmail {
    /// The address.
    pub address: String,
    /// The one we write to.
    pub is_primary: bool,
    /// Shown to be theirs.
    pub is_verified: bool,
}

/// The account of a person on the London day `today`; none when there is no such person.
pub async fn account_summary(
    db: &impl ConnectionTrait,
    person_id: i64,
    today: NaiveDate,
) -> Result<Option<AccountSummary>, Unexpected> {
    let Some(person) = people::find_person(db, person_id).await? else { return Ok(None) };
    let emails = people::addresses(db, person.id).await?.into_iter().map(|held| AccountEmail {
        address: held.address,
        is_primary: held.is_primary,
        is_verified: held.is_verified,
    });
    let standing = membership::standing(db, person.id, today).await?;
    let record = membership::find_membership(db, person.id).await?;
    Ok(Some(AccountSummary {
        name: person.name,
        emails: emails.collect(),
        is_member: standing.is_member(),
        standing_words: standing.words(),
        member_number: record.map(|record| record.number),
        member_since: record.map(|record| long_date(record.member_since)).unwrap_or_default(),
    }))
}
