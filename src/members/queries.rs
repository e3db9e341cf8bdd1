//! What the account home shows of this feature.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde::Serialize;

use super::membership::MembershipFile;
use super::own_membership::{AccountMembership, account_membership};
use super::people;
use crate::kernel::Unexpected;

/// Somebody's account at a glance.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountSummary {
    /// Full name.
    pub name: String,
    /// Every address on the record, the primary one first.
    pub emails: Vec<AccountEmail>,
    /// The membership.
    pub membership: AccountMembership,
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
    Ok(AccountSummary {
        name: name.to_owned(),
        emails: emails.collect(),
        membership: account_membership(db, person_id, membership, today).await?,
    })
}
