//! The refund policy and the booking terms a new site begins with, so that the first event can be put on sale. Both are data from
//! then on: a later version never changes what was booked under an earlier one (REF-1, CO-04).

use sea_orm::ConnectionTrait;

use super::refund_policy::RefundTier;
use super::sale::{find_current_terms, list_policies};
use super::set_up_sale::{create_booking_terms, create_refund_policy};
use crate::kernel::{Instant, Unexpected};

/// "Refunds up to 7 days before", as D1 counts them.
const STANDARD_TIERS: [RefundTier; 1] = [RefundTier { days_before: 7, percent: 100 }];

/// Writes whatever of the two is missing, in the caller's transaction. Gives the id of a refund policy.
pub async fn ensure_standard_rules(tx: &impl ConnectionTrait, now: Instant) -> Result<i64, Unexpected> {
    if find_current_terms(tx).await?.is_none() {
        create_booking_terms(tx, 1, include_str!("standard_terms.md"), now).await?;
    }
    match list_policies(tx).await?.first() {
        Some(policy) => Ok(policy.id),
        None => create_refund_policy(tx, ("standard", 1, "In full up to 7 days before"), &STANDARD_TIERS, now).await,
    }
}
