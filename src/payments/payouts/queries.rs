//! Payouts as officers see them: what each is made of, and which do not add up.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{charge, payout, payout_item};
use payout::Column as C;
use payout_item::Column as I;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::reckoning::{ItemKind, Line, Reckoning};
use super::seen::PayoutStatus;
use super::store::{ItemRow, PayoutRow};
use crate::kernel::unexpected::Context;
use crate::kernel::{Pence, Unexpected};
use crate::payments::reports::{Period, charges_meant_by};

/// Databases take only so many values in one statement.
const AT_ONCE: usize = 5_000;

/// A payout that can be reckoned up: its lines are read, or it was made by hand and nobody will say what they are.
fn settled() -> Condition {
    let by_hand = C::IsAutomatic.eq(false).and(C::Status.eq(PayoutStatus::Paid.word()));
    Condition::any().add(C::ReadAt.is_not_null()).add(by_hand)
}

/// A payout with what it is made of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayoutSum {
    /// `po_…`.
    pub stripe_id: String,
    /// How it stands, in words.
    pub standing: &'static str,
    /// The day it was in the bank.
    pub arrives_on: NaiveDate,
    /// An officer has said what the difference is; empty otherwise.
    pub explanation: String,
    /// Its sums.
    pub sums: Reckoning,
}

/// Payouts that arrived in the period, the oldest first (REP-4).
pub async fn payout_sums(db: &impl ConnectionTrait, period: Period) -> Result<Vec<PayoutSum>, Unexpected> {
    let rows = payout::Entity::find()
        .filter(settled())
        .filter(C::ArrivesOn.between(period.first_day(), period.last_day()))
        .order_by_asc(C::ArrivesOn)
        .order_by_asc(C::Id)
        .all(db)
        .await?;
    let ids: Vec<i64> = rows.iter().map(|row| row.id).collect();
    let mut lines: BTreeMap<i64, Vec<Line>> = BTreeMap::new();
    for some in ids.chunks(AT_ONCE) {
        let items = payout_item::Entity::find().filter(I::PayoutId.is_in(some.iter().copied())).all(db).await?;
        for item in items {
            lines.entry(item.payout_id).or_default().push(line_of(&item)?);
        }
    }
    let sum = |row: PayoutRow| {
        let own = lines.get(&row.id).map(Vec::as_slice).unwrap_or_default();
        Ok(PayoutSum {
            sums: reckoning_of(&row, own),
            standing: standing_of(&row)?,
            stripe_id: row.stripe_payout_id,
            arrives_on: row.arrives_on,
            explanation: row.explanation,
        })
    };
    rows.into_iter().map(sum).collect()
}

/// What a payout brought, by our own books.
pub(super) fn reckoning_of(row: &PayoutRow, lines: &[Line]) -> Reckoning {
    let sums = Reckoning::of(Pence::new(row.amount_pence), lines);
    if row.status == PayoutStatus::Failed.word() { sums.came_back() } else { sums }
}

/// How a payout stands, in words.
pub(super) fn standing_of(row: &PayoutRow) -> Result<&'static str, Unexpected> {
    if !row.is_automatic {
        return Ok("Made by hand in Stripe, which does not say what is in it");
    }
    Ok(PayoutStatus::parse(&row.status).context("a payout's status is unknown")?.label())
}

/// A row as the rules see it.
pub(super) fn line_of(item: &ItemRow) -> Result<Line, Unexpected> {
    Ok(Line {
        kind: ItemKind::parse(&item.kind).with_context(|| format!("no line is of kind {}", item.kind))?,
        amount: Pence::new(item.amount_pence),
        fee: Pence::new(item.fee_pence),
        known: item.known_pence.map(Pence::new),
    })
}

/// A payout that does not add up, and that nobody has explained.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnexplainedPayout {
    /// `po_…`.
    pub stripe_id: String,
    /// The day it was in the bank.
    pub arrives_on: NaiveDate,
    /// What was paid out.
    pub amount: Pence,
    /// What our books do not explain of it.
    pub difference: Pence,
}

/// Every payout that waits for an explanation, the oldest first.
pub async fn unexplained(db: &impl ConnectionTrait) -> Result<Vec<UnexplainedPayout>, Unexpected> {
    let rows = payout::Entity::find()
        .filter(settled())
        .filter(C::ExplainedAt.is_null())
        .order_by_asc(C::ArrivesOn)
        .order_by_asc(C::Id)
        .all(db)
        .await?;
    let net = Expr::col((payout_item::Entity, I::KnownPence)).sub(Expr::col((payout_item::Entity, I::FeePence)));
    let known: Vec<(i64, i64)> = payout_item::Entity::find()
        .select_only()
        .column(I::PayoutId)
        .column_as(net.sum().cast_as("bigint"), "net")
        .filter(I::KnownPence.is_not_null())
        .group_by(I::PayoutId)
        .into_tuple()
        .all(db)
        .await?;
    let known: BTreeMap<i64, i64> = known.into_iter().collect();
    let waiting = |row: PayoutRow| {
        let difference = row.amount_pence - known.get(&row.id).copied().unwrap_or_default();
        (difference != 0).then(|| UnexplainedPayout {
            stripe_id: row.stripe_payout_id,
            arrives_on: row.arrives_on,
            amount: Pence::new(row.amount_pence),
            difference: Pence::new(difference),
        })
    };
    Ok(rows.into_iter().filter_map(waiting).collect())
}

/// The lines of a payout in the order in which they happened.
pub(super) async fn items_of(db: &impl ConnectionTrait, payout_id: i64) -> Result<Vec<ItemRow>, Unexpected> {
    let items = payout_item::Entity::find().filter(I::PayoutId.eq(payout_id));
    Ok(items.order_by_asc(I::HappenedAt).order_by_asc(I::Id).all(db).await?)
}

/// The charge that each payment was meant for: its reference and its payer.
pub(super) async fn charges_of(
    db: &impl ConnectionTrait,
    payment_ids: &[i64],
) -> Result<BTreeMap<i64, (String, String)>, Unexpected> {
    let meant = charges_meant_by(db, payment_ids).await?;
    let mut charges = BTreeMap::new();
    let ids: Vec<i64> = meant.values().copied().collect();
    for some in ids.chunks(AT_ONCE) {
        let rows = charge::Entity::find().filter(charge::Column::Id.is_in(some.iter().copied())).all(db).await?;
        charges.extend(rows.into_iter().map(|row| (row.id, (row.reference, row.payer_name))));
    }
    Ok(meant.into_iter().filter_map(|(payment, charge)| Some((payment, charges.get(&charge)?.clone()))).collect())
}
