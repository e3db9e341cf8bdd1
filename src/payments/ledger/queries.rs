//! What the ledger says of payments: what each was meant for, and where its money lies.

use entity::{ledger_posting, ledger_transaction};
use ledger_posting::Column as P;
use ledger_transaction::Column as T;
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, QueryTrait, Select,
};

use super::{sum_of_amounts, to_transaction};
use crate::kernel::{Pence, Unexpected};
use crate::payments::ledger_entry::{Account, EntryKind};

/// The charge that a payment was meant for when it came in.
pub async fn charge_meant_by(db: &impl ConnectionTrait, payment_id: i64) -> Result<Option<i64>, Unexpected> {
    let row = ledger_posting::Entity::find()
        .join(JoinType::InnerJoin, to_transaction())
        .filter(T::Kind.eq(EntryKind::PaymentReceived.word()))
        .filter(P::PaymentId.eq(payment_id))
        .one(db)
        .await?;
    Ok(row.and_then(|row| row.charge_id))
}

/// For each charge that a payment was set against, what of it is still there, by rising id of the charge.
pub async fn charges_drawn_on(db: &impl ConnectionTrait, payment_id: i64) -> Result<Vec<(i64, Pence)>, Unexpected> {
    let rows: Vec<(i64, i64)> = ledger_posting::Entity::find()
        .select_only()
        .column(P::ChargeId)
        .column_as(sum_of_amounts(), "amount")
        .filter(P::Account.eq(Account::Receivable.word()))
        .filter(P::PaymentId.eq(payment_id))
        .filter(P::ChargeId.is_not_null())
        .group_by(P::ChargeId)
        .into_tuple()
        .all(db)
        .await?;
    let mut held: Vec<(i64, Pence)> =
        rows.into_iter().map(|(charge_id, pence)| (charge_id, Pence::new(-pence))).collect();
    held.retain(|(_, pence)| *pence > Pence::ZERO);
    held.sort_unstable();
    Ok(held)
}

/// The postings that wrote down payments meant for a charge.
pub(in crate::payments) fn received_for(charge_id: i64) -> Select<ledger_posting::Entity> {
    ledger_posting::Entity::find()
        .join(JoinType::InnerJoin, to_transaction())
        .filter(T::Kind.eq(EntryKind::PaymentReceived.word()))
        .filter(P::Account.eq(Account::OnAccount.word()))
        .filter(P::ChargeId.eq(charge_id))
}

/// The payments that were meant for a charge when they came in, by rising id.
pub async fn payments_meant_for(db: &impl ConnectionTrait, charge_id: i64) -> Result<Vec<i64>, Unexpected> {
    let rows = received_for(charge_id).order_by_asc(P::PaymentId).all(db).await?;
    Ok(rows.into_iter().filter_map(|row| row.payment_id).collect())
}

/// What of the payments meant for a charge still lies on account, by rising payment: money that nobody has decided on yet.
pub async fn on_account_for(db: &impl ConnectionTrait, charge_id: i64) -> Result<Vec<(i64, Pence)>, Unexpected> {
    let meant = received_for(charge_id).select_only().column(P::PaymentId).into_query();
    let rows: Vec<(i64, i64)> = ledger_posting::Entity::find()
        .select_only()
        .column(P::PaymentId)
        .column_as(sum_of_amounts(), "amount")
        .filter(P::Account.eq(Account::OnAccount.word()))
        .filter(P::PaymentId.in_subquery(meant))
        .group_by(P::PaymentId)
        .into_tuple()
        .all(db)
        .await?;
    let mut held: Vec<(i64, Pence)> = rows.into_iter().map(|(id, pence)| (id, Pence::new(-pence))).collect();
    held.retain(|(_, amount)| *amount > Pence::ZERO);
    held.sort_unstable();
    Ok(held)
}
