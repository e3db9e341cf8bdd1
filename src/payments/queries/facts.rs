//! Small facts about payments, lines and charges.

use std::collections::{BTreeMap, HashMap};

use chrono::NaiveDate;
use entity::{charge, ledger_posting, payment, payment_allocation};
use sea_orm::sea_query::UnionType;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, QueryTrait};

use crate::kernel::{Pence, Unexpected};
use crate::payments::refunds::refund_clock::{RefundClock, reminded_if_before};
use crate::payments::refunds::store::RefundRow;
use crate::payments::seen::Seen;
use crate::payments::{checkouts, ledger, refunds, store};

/// Whether a payment came by card; otherwise it is paid back by bank transfer (REF-10).
pub async fn is_card_payment(db: &impl ConnectionTrait, payment_id: i64) -> Result<bool, Unexpected> {
    Ok(store::load_payment(db, payment_id).await?.method == "card")
}

/// For each payment that was meant for a charge or carried across to it, whether it came by card (REF-10), in one statement.
pub async fn came_by_card(db: &impl ConnectionTrait, charge_id: i64) -> Result<Vec<bool>, Unexpected> {
    let set = payment_allocation::Entity::find()
        .select_only()
        .column(payment_allocation::Column::PaymentId)
        .filter(payment_allocation::Column::ChargeId.eq(charge_id))
        .filter(payment_allocation::Column::AmountPence.gt(0));
    let mut all = ledger::received_for(charge_id).select_only().column(ledger_posting::Column::PaymentId).into_query();
    all.union(UnionType::Distinct, set.into_query());
    let methods: Vec<String> = payment::Entity::find()
        .select_only()
        .column(payment::Column::Method)
        .filter(payment::Column::Id.in_subquery(all))
        .into_tuple()
        .all(db)
        .await?;
    Ok(methods.iter().map(|method| method == "card").collect())
}

/// What of a line is still charged: its price less what was credited.
pub async fn open_of_line(db: &impl ConnectionTrait, line_id: i64) -> Result<Pence, Unexpected> {
    let lines = store::load_lines(db, &[line_id]).await?;
    let price: Pence = lines.iter().map(|line| Pence::new(line.price_pence)).sum();
    Ok(price - store::credited_of_line(db, line_id).await?)
}

/// What people quote of these charges, by id: their pages stand under it.
pub async fn references_of(db: &impl ConnectionTrait, charge_ids: &[i64]) -> Result<BTreeMap<i64, String>, Unexpected> {
    let found: Vec<(i64, String)> = charge::Entity::find()
        .select_only()
        .columns([charge::Column::Id, charge::Column::Reference])
        .filter(charge::Column::Id.is_in(charge_ids.iter().copied()))
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}

/// The charge that a checkout session seen at Stripe is for; none for anything else, and for sessions of strangers.
pub async fn charge_of_session(db: &impl ConnectionTrait, seen: &Seen) -> Result<Option<i64>, Unexpected> {
    let Seen::Session(session) = seen else { return Ok(None) };
    let (id, reference) = (session.id.as_deref(), session.client_reference.as_deref());
    Ok(checkouts::store::find_of_session(db, id, reference).await?.map(|found| found.row.charge_id))
}

/// The last London day on which money for a charge was ours, by charge, for what somebody wrote down by hand: a transfer or a
/// cheque of these days. What Stripe reports is written down on its own day.
pub async fn value_days_by_hand(
    db: &impl ConnectionTrait,
    (first, last): (NaiveDate, NaiveDate),
) -> Result<HashMap<i64, NaiveDate>, Unexpected> {
    use payment_allocation::{Column, Entity};
    let money = Entity::belongs_to(payment::Entity).from(Column::PaymentId).to(payment::Column::Id);
    let found: Vec<(i64, NaiveDate)> = Entity::find()
        .select_only()
        .column(Column::ChargeId)
        .column_as(payment::Column::ValueOn.max(), "value_on")
        .join(JoinType::InnerJoin, money.into())
        .filter(payment::Column::Method.ne("card"))
        .filter(payment::Column::ValueOn.gte(first))
        .filter(payment::Column::ValueOn.lte(last))
        .group_by(Column::ChargeId)
        .into_tuple()
        .all(db)
        .await?;
    Ok(found.into_iter().collect())
}

/// How many refunds are not with their payer although their fourteen days are over (CO-08).
pub async fn count_late_refunds(db: &impl ConnectionTrait, today: NaiveDate) -> Result<usize, Unexpected> {
    let old = refunds::store::list_awaited_before(db, reminded_if_before(today)).await?;
    let is_late = |refund: &&RefundRow| RefundClock::of(refund.row.requested_at, today) == RefundClock::Late;
    Ok(old.iter().filter(is_late).count())
}
