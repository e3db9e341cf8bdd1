//! Counts over documents that the ledger stands for: disputes, VAT on lines, refunds that fail.

use std::collections::BTreeMap;

use entity::{charge, charge_credit, charge_line, dispute, refund};
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, PaginatorTrait, QueryFilter, QuerySelect,
};

use super::sum;
use crate::kernel::uk_time::{end_of_days_before, start_of_day};
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::charge::VatTreatment;
use crate::payments::refunds::RefundState;
use crate::payments::reports::Period;

/// The instants a period covers: from the first to before the second.
fn instants(period: Period) -> (Instant, Instant) {
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

/// What was charged in a period under one VAT treatment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct VatSum {
    /// Which.
    pub treatment: VatTreatment,
    /// Prices of lines raised.
    pub charged: Pence,
    /// What was credited of lines, whenever they were raised.
    pub credited: Pence,
}

/// Charged and credited in the period, by how it stands to VAT. Treatments without either are left out.
pub async fn vat_sums(db: &impl ConnectionTrait, period: Period) -> Result<Vec<VatSum>, Unexpected> {
    let (from, to) = instants(period);
    let to_charge =
        charge_line::Entity::belongs_to(charge::Entity).from(charge_line::Column::ChargeId).to(charge::Column::Id);
    let charged: Vec<(String, i64)> = charge_line::Entity::find()
        .select_only()
        .column(charge_line::Column::VatTreatment)
        .column_as(sum(Expr::col((charge_line::Entity, charge_line::Column::PricePence))), "pence")
        .join(JoinType::InnerJoin, to_charge.into())
        .filter(charge::Column::RaisedAt.gte(from))
        .filter(charge::Column::RaisedAt.lt(to))
        .group_by(charge_line::Column::VatTreatment)
        .into_tuple()
        .all(db)
        .await?;
    let to_line = charge_credit::Entity::belongs_to(charge_line::Entity)
        .from(charge_credit::Column::ChargeLineId)
        .to(charge_line::Column::Id);
    let credited: Vec<(String, i64)> = charge_credit::Entity::find()
        .select_only()
        .column(charge_line::Column::VatTreatment)
        .column_as(sum(Expr::col((charge_credit::Entity, charge_credit::Column::AmountPence))), "pence")
        .join(JoinType::InnerJoin, to_line.into())
        .filter(charge_credit::Column::CreditedAt.gte(from))
        .filter(charge_credit::Column::CreditedAt.lt(to))
        .group_by(charge_line::Column::VatTreatment)
        .into_tuple()
        .all(db)
        .await?;
    let of = |rows: &[(String, i64)], word: &str| {
        rows.iter().find(|(known, _)| known == word).map_or(Pence::ZERO, |(_, pence)| Pence::new(*pence))
    };
    let sums = VatTreatment::ALL.map(|treatment| VatSum {
        treatment,
        charged: of(&charged, treatment.word()),
        credited: of(&credited, treatment.word()),
    });
    Ok(sums.into_iter().filter(|sum| !sum.charged.is_zero() || !sum.credited.is_zero()).collect())
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
