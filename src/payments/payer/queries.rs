//! Charges by who owes them, and the money that came for them.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{charge, charge_line, payment, payment_allocation};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};

use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::ChargeMoney;
use crate::payments::queries::money_of_charges;

/// A charge of one person, with its sums.
#[derive(Clone, Debug)]
pub struct PayersCharge {
    /// The row.
    pub id: i64,
    /// What people quote; its page stands under it.
    pub reference: String,
    /// What it is for.
    pub description: String,
    /// When it was raised.
    pub raised_at: Instant,
    /// What was charged, paid and given back.
    pub money: ChargeMoney,
    /// The payments behind what was paid, the oldest first.
    pub receipts: Vec<ReceivedMoney>,
}

/// What of one payment was set against a charge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReceivedMoney {
    /// The payment's reference.
    pub reference: String,
    /// Whether it came by card; otherwise into the bank.
    pub is_by_card: bool,
    /// The day it was ours, London.
    pub value_on: NaiveDate,
    /// How much of it is for this charge.
    pub amount: Pence,
}

/// The person's charges, the newest first, at most `most`; with `only`, those with a line for this kind of
/// [`Purpose`](crate::payments::Purpose).
pub async fn charges_of_payer(
    db: &impl ConnectionTrait,
    person_id: i64,
    only: Option<&str>,
    most: u64,
) -> Result<Vec<PayersCharge>, Unexpected> {
    use charge::{Column, Entity};
    let mut theirs = Entity::find().filter(Column::PayerPersonId.eq(person_id)).order_by_desc(Column::Id).limit(most);
    if let Some(purpose_kind) = only {
        let line = Entity::belongs_to(charge_line::Entity).from(Column::Id).to(charge_line::Column::ChargeId);
        let is_for = charge_line::Column::PurposeKind.eq(purpose_kind);
        theirs = theirs.join(JoinType::InnerJoin, line.into()).filter(is_for).distinct();
    }
    let rows = theirs.all(db).await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut money = money_of_charges(db, &ids).await?;
    let mut received = received_for(db, &ids).await?;
    let shown = |row: charge::Model| PayersCharge {
        money: money.remove(&row.id).unwrap_or_default(),
        receipts: received.remove(&row.id).unwrap_or_default(),
        id: row.id,
        reference: row.reference,
        description: row.description,
        raised_at: row.raised_at,
    };
    Ok(rows.into_iter().map(shown).collect())
}

/// The money that was set against each charge, in one statement; what one payment gave in several parts is one receipt.
async fn received_for(
    db: &impl ConnectionTrait,
    charge_ids: &[i64],
) -> Result<BTreeMap<i64, Vec<ReceivedMoney>>, Unexpected> {
    use payment_allocation::{Column, Entity};
    let money = Entity::belongs_to(payment::Entity).from(Column::PaymentId).to(payment::Column::Id);
    let parts: Vec<(i64, i64, String, String, NaiveDate)> = Entity::find()
        .select_only()
        .columns([Column::ChargeId, Column::AmountPence])
        .columns([payment::Column::Reference, payment::Column::Method, payment::Column::ValueOn])
        .join(JoinType::InnerJoin, money.into())
        .filter(Column::ChargeId.is_in(charge_ids.iter().copied()))
        .order_by_asc(Column::Id)
        .into_tuple()
        .all(db)
        .await?;
    let mut received: BTreeMap<i64, Vec<ReceivedMoney>> = BTreeMap::new();
    for (charge_id, pence, reference, method, value_on) in parts {
        let of_charge = received.entry(charge_id).or_default();
        match of_charge.iter_mut().find(|known| known.reference == reference) {
            Some(known) => known.amount += Pence::new(pence),
            None => of_charge.push(ReceivedMoney {
                reference,
                is_by_card: method == "card",
                value_on,
                amount: Pence::new(pence),
            }),
        }
    }
    Ok(received)
}
