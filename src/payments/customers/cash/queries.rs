//! What lies on a customer's account.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{charge, charge_billing, ledger_posting, payment, refund};
use ledger_posting::Column as P;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait,
};

use crate::kernel::{Pence, Unexpected};
use crate::payments::charge::RefundId;
use crate::payments::ledger;
use crate::payments::ledger_entry::Account;

/// A payment of which something is not used.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CashLine {
    /// The payment's row.
    pub payment_id: i64,
    /// What people see.
    pub reference: String,
    /// As the bank statement shows it.
    pub bank_reference: String,
    /// The day it was ours.
    pub value_on: NaiveDate,
    /// How much came.
    pub came: Pence,
    /// Of that, what is set against nothing.
    pub unused: Pence,
    /// The reference of the charge it was meant for, when one is known.
    pub meant_for: Option<String>,
}

/// Payments of a customer with money that is set against nothing, the oldest first.
pub async fn cash_of(db: &impl ConnectionTrait, customer_id: i64) -> Result<Vec<CashLine>, Unexpected> {
    let charges = charge_billing::Entity::find()
        .select_only()
        .column(charge_billing::Column::ChargeId)
        .filter(charge_billing::Column::CustomerId.eq(customer_id))
        .into_query();
    let own = payment::Entity::find()
        .select_only()
        .column(payment::Column::Id)
        .filter(payment::Column::CustomerId.eq(customer_id))
        .into_query();
    let theirs = Condition::any().add(P::ChargeId.in_subquery(charges)).add(P::PaymentId.in_subquery(own));
    let sum = || Expr::col((ledger_posting::Entity, P::AmountPence)).sum();
    let held: Vec<(i64, i64)> = ledger_posting::Entity::find()
        .select_only()
        .column(P::PaymentId)
        .column_as(sum().cast_as("bigint"), "amount")
        .filter(P::Account.eq(Account::OnAccount.word()))
        .filter(P::PaymentId.is_not_null())
        .filter(theirs)
        .group_by(P::PaymentId)
        .having(sum().lt(0))
        .into_tuple()
        .all(db)
        .await?;
    let held: BTreeMap<i64, i64> = held.into_iter().collect();
    let rows = payment::Entity::find()
        .filter(payment::Column::Id.is_in(held.keys().copied()))
        .order_by_asc(payment::Column::Id)
        .all(db)
        .await?;
    let mut lines = Vec::with_capacity(rows.len());
    for row in rows {
        lines.push(CashLine {
            payment_id: row.id,
            bank_reference: row.bank_reference.clone().unwrap_or_default(),
            value_on: row.value_on,
            came: Pence::new(row.amount_pence),
            unused: -Pence::new(held.get(&row.id).copied().unwrap_or_default()),
            meant_for: charge_reference(db, row.id).await?,
            reference: row.reference,
        });
    }
    Ok(lines)
}

async fn charge_reference(db: &impl ConnectionTrait, payment_id: i64) -> Result<Option<String>, Unexpected> {
    let Some(id) = ledger::charge_meant_by(db, payment_id).await? else { return Ok(None) };
    Ok(charge::Entity::find_by_id(id).one(db).await?.map(|row| row.reference))
}

/// Refunds of money that named no invoice, the oldest first: no charge's page shows them.
pub(super) async fn refunds_without_charge(
    db: &impl ConnectionTrait,
    customer_id: i64,
) -> Result<Vec<RefundId>, Unexpected> {
    let to_payment =
        refund::Entity::belongs_to(payment::Entity).from(refund::Column::PaymentId).to(payment::Column::Id);
    let ids: Vec<i64> = refund::Entity::find()
        .select_only()
        .column(refund::Column::Id)
        .join(JoinType::InnerJoin, to_payment.into())
        .filter(refund::Column::ChargeId.is_null())
        .filter(payment::Column::CustomerId.eq(customer_id))
        .order_by_asc(refund::Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    Ok(ids.into_iter().map(RefundId).collect())
}

/// The customer on whose account each of these payments is kept.
pub(in crate::payments) async fn customers_of_payments(
    db: &impl ConnectionTrait,
    payment_ids: &[i64],
) -> Result<BTreeMap<i64, i64>, Unexpected> {
    let rows = payment::Entity::find().filter(payment::Column::Id.is_in(payment_ids.iter().copied())).all(db).await?;
    Ok(rows.into_iter().filter_map(|row| Some((row.id, row.customer_id?))).collect())
}
