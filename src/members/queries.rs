//! What the account home shows of this feature.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::membership::MembershipFile;
use super::people;
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

/// The account of the person who is signed in, on the London day `today`; `membership` is what was read to let them in.
pub async fn account_summary(
    db: &impl ConnectionTrait,
    (person_id, name): (i64, &str),
    membership: &MembershipFile,
    today: NaiveDate,
) -> Result<AccountSummary, Unexpected> {
    let emails = people::addresses(db, person_id).await?.into_iter().map(|held| AccountEmail {
        address: held.address,
        is_primary: held.is_primary,
        is_verified: held.is_verified,
    });
    let standing = membership.evidence.standing_on(today);
    Ok(AccountSummary {
        name: name.to_owned(),
        emails: emails.collect(),
        is_member: standing.is_member(),
        standing_words: standing.words(),
        member_number: membership.record.map(|record| record.number),
        member_since: membership.record.map(|record| long_date(record.member_since)).unwrap_or_default(),
    })
}
