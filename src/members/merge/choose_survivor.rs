//! Whether two records may be made one, and which name and address the one is to have.

use sea_orm::ConnectionTrait;

use super::store;
use crate::kernel::Unexpected;
use crate::unexpected_from;

/// What the officer chose to keep.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct KeptValues {
    /// The name of the record that goes.
    pub takes_name: bool,
    /// The address to write to; none keeps the survivor's.
    pub primary_email_id: Option<i64>,
}

/// Why two records were not made one.
#[derive(Debug, thiserror::Error)]
pub enum MergeError {
    /// One record.
    #[error("These are the same record.")]
    SameRecord,
    /// There is nothing to merge.
    #[error("One of the two records is erased, or was merged into another before.")]
    Gone,
    /// Both owe money for a membership.
    #[error("Both have a membership to be paid for. Withdraw one of the two first.")]
    TwoOrders,
    /// Both have applied.
    #[error("Both have an application under way. Close one of the two first.")]
    TwoApplications,
    /// Roles are given by those who give roles.
    #[error("One of them holds an office. Somebody who gives roles has to merge them.")]
    HoldsOffice,
    /// Signing in to what is left would be easier than it was.
    #[error(
        "The record that goes has a second factor and the one that stays has none. Merge them the other way round, so that signing in stays as safe as it was."
    )]
    FactorWouldBeLost,
    /// Two people are deciding about one of them.
    #[error("A removal of one of them waits for a second person. Decide on it first.")]
    RemovalWaits,
    /// The address is neither's.
    #[error("Choose an email address of one of the two.")]
    NotTheirAddress,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(MergeError);

/// Says why not, if not. `gives_roles`: the officer may give and take away roles.
pub async fn can_merge(
    db: &impl ConnectionTrait,
    (from, into): (i64, i64),
    gives_roles: bool,
) -> Result<(), MergeError> {
    if from == into {
        return Err(MergeError::SameRecord);
    }
    for id in [from, into] {
        if !store::is_whole(db, id).await? {
            return Err(MergeError::Gone);
        }
    }
    if store::count_with_open_order(db, [from, into]).await? > 1 {
        return Err(MergeError::TwoOrders);
    }
    if store::count_with_live_application(db, [from, into]).await? > 1 {
        return Err(MergeError::TwoApplications);
    }
    if store::has_factor(db, from).await? && !store::has_factor(db, into).await? {
        return Err(MergeError::FactorWouldBeLost);
    }
    if store::has_waiting_removal(db, [from, into]).await? {
        return Err(MergeError::RemovalWaits);
    }
    if !gives_roles && store::holds_office(db, [from, into]).await? {
        return Err(MergeError::HoldsOffice);
    }
    Ok(())
}
