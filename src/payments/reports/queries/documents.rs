//! Counts over documents that the ledger stands for: disputes, and refunds that fail.

use std::collections::BTreeMap;

use entity::{dispute, refund};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::kernel::uk_time::{end_of_days_before, start_of_day};
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::refunds::RefundState;
use crate::payments::reports::Period;

/// The instants a period covers: from the first to before the second.
pub(super) fn instants(period: Period) -> (Instant, Instant) {
    (start_of_day(period.first_day()), end_of_days_before(period.last_day(), 0))
}

/// Disputes in one state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeSum {
    /// "open", "won" or "lost".
    pub state: String,
    /// How many.
    pub count: usize,
    /// What the banks asked back.
    pub amount: Pence,
    /// What they cost us in fees.
    pub fees: Pence,
}

/// Disputes that are open now, and those that were decided in the period, by state.
pub async fn dispute_sums(db: &impl ConnectionTrait, period: Period) -> Result<Vec<DisputeSum>, Unexpected> {
    let (from, to) = instants(period);
    let decided = dispute::Column::EndedAt.gte(from).and(dispute::Column::EndedAt.lt(to));
    let rows = dispute::Entity::find()
        .filter(Condition::any().add(dispute::Column::State.eq("open")).add(decided))
        .all(db)
        .await?;
    let mut sums = BTreeMap::<String, DisputeSum>::new();
    for row in rows {
        let sum = sums.entry(row.state.clone()).or_insert(DisputeSum {
            state: row.state,
            count: 0,
            amount: Pence::ZERO,
            fees: Pence::ZERO,
        });
        sum.count += 1;
        sum.amount += Pence::new(row.amount_pence);
        sum.fees += Pence::new(row.fee_pence);
    }
    Ok(sums.into_values().collect())
}

/// How many refunds that were asked for in the period failed at least once, and how many of those have arrived since.
pub async fn failed_refunds(db: &impl ConnectionTrait, period: Period) -> Result<(u64, u64), Unexpected> {
    let (from, to) = instants(period);
    let failed = refund::Entity::find()
        .filter(refund::Column::RequestedAt.gte(from))
        .filter(refund::Column::RequestedAt.lt(to))
        .filter(refund::Column::Attempts.gt(0));
    let arrived = failed.clone().filter(refund::Column::State.eq(RefundState::Succeeded.word()));
    Ok((failed.count(db).await?, arrived.count(db).await?))
}
