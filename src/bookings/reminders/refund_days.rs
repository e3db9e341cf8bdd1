//! Until when money comes back for a date, by the policies its bookings were made under.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::queries::policies_of;
use crate::bookings::refund_policy::{EventDates, refund_deadlines};
use crate::bookings::sale::load_policy_for_booking;
use crate::kernel::Unexpected;
use crate::kernel::uk_time::last_whole_day;

/// Each policy with the last London day on which it gives anything back; one that never does is left out.
pub(super) async fn last_refund_days(
    db: &impl ConnectionTrait,
    event_id: i64,
    dates: EventDates,
) -> Result<Vec<(i64, NaiveDate)>, Unexpected> {
    let mut days = Vec::new();
    for policy_id in policies_of(db, event_id).await? {
        let policy = load_policy_for_booking(db, policy_id).await?;
        days.extend(refund_deadlines(&policy, dates).into_iter().max().map(|last| (policy_id, last_whole_day(last))));
    }
    Ok(days)
}
