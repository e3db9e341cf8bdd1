//! Sums of postings for the reports. Every function reads the ledger or the documents behind it; none keeps anything.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{charge, charge_line, ledger_posting, ledger_transaction, refund};
use ledger_posting::Column as P;
use ledger_transaction::Column as T;
use sea_orm::sea_query::{Expr, ExprTrait, SimpleExpr};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect, RelationDef, Select,
};

use super::Period;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::charge::Purpose;
use crate::payments::ledger_entry::{Account, EntryKind};
use crate::payments::refunds::RefundState;

mod documents;
mod overdue;
mod vat;

pub use documents::{DisputeSum, dispute_sums, failed_refunds};
pub use overdue::{FailedRefund, OverdueInvoice, WrittenOffSum, overdue_invoices, refunds_that_failed, write_offs};
pub use vat::{VatSum, taxable_total, vat_sums};

/// Databases take only so many values in one statement.
const AT_ONCE: usize = 5_000;

/// Charge, payment, activity, kind and pence.
type MovementRow = (Option<i64>, Option<i64>, String, String, i64);

/// Postings of one account over a period, summed by what they were for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// The charge, where the posting names one.
    pub charge_id: Option<i64>,
    /// The payment, where the posting names one.
    pub payment_id: Option<i64>,
    /// Such as "training".
    pub activity: String,
    /// Why it moved.
    pub kind: EntryKind,
    /// Debit above zero.
    pub amount: Pence,
}

fn to_transaction() -> RelationDef {
    ledger_posting::Entity::belongs_to(ledger_transaction::Entity).from(P::TransactionId).to(T::Id).into()
}

/// A sum as a 64-bit integer, which PostgreSQL would otherwise widen.
fn sum(column: impl Into<SimpleExpr>) -> SimpleExpr {
    column.into().sum().cast_as("bigint")
}

fn amounts() -> SimpleExpr {
    sum(Expr::col((ledger_posting::Entity, P::AmountPence)))
}

/// Postings of the accounts, joined with the day they count for.
fn postings_of(accounts: &[Account]) -> Select<ledger_posting::Entity> {
    ledger_posting::Entity::find()
        .select_only()
        .join(JoinType::InnerJoin, to_transaction())
        .filter(P::Account.is_in(accounts.iter().map(|account| account.word())))
}

/// What moved on these accounts in the period (REP-1, REP-3): the day is the one each transaction counts for.
pub async fn movements(
    db: &impl ConnectionTrait,
    period: Period,
    accounts: &[Account],
) -> Result<Vec<Movement>, Unexpected> {
    let rows: Vec<MovementRow> = postings_of(accounts)
        .column(P::ChargeId)
        .column(P::PaymentId)
        .column(P::Activity)
        .column(T::Kind)
        .column_as(amounts(), "amount")
        .filter(T::OccurredOn.between(period.first_day(), period.last_day()))
        .group_by(P::ChargeId)
        .group_by(P::PaymentId)
        .group_by(P::Activity)
        .group_by(T::Kind)
        .order_by_asc(P::ChargeId)
        .order_by_asc(P::PaymentId)
        .into_tuple()
        .all(db)
        .await?;
    let read = |(charge_id, payment_id, activity, kind, pence): MovementRow| {
        let kind = EntryKind::parse(&kind).with_context(|| format!("no entry is of kind {kind}"))?;
        Ok(Movement { charge_id, payment_id, activity, kind, amount: Pence::new(pence) })
    };
    rows.into_iter().map(read).collect()
}

/// What an account holds for one charge and activity at the end of a day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Held {
    /// The charge.
    pub charge_id: Option<i64>,
    /// Such as "training"; "none" for money that belonged to no line when it moved.
    pub activity: String,
    /// Debit above zero.
    pub amount: Pence,
}

/// What an account holds at the end of `day`, by charge and activity. What adds up to nothing is left out.
pub async fn held_at(db: &impl ConnectionTrait, day: NaiveDate, account: Account) -> Result<Vec<Held>, Unexpected> {
    let rows: Vec<(Option<i64>, String, i64)> = postings_of(&[account])
        .column(P::ChargeId)
        .column(P::Activity)
        .column_as(amounts(), "amount")
        .filter(T::OccurredOn.lte(day))
        .group_by(P::ChargeId)
        .group_by(P::Activity)
        .having(amounts().ne(0))
        .into_tuple()
        .all(db)
        .await?;
    Ok(rows
        .into_iter()
        .map(|(charge_id, activity, pence)| Held { charge_id, activity, amount: Pence::new(pence) })
        .collect())
}

/// What each charge's money is for, by activity: the purpose of the first line of that activity. A booking's lines are all for
/// one event, so this names it.
pub async fn subjects_of(
    db: &impl ConnectionTrait,
    charge_ids: &[i64],
) -> Result<BTreeMap<(i64, String), Purpose>, Unexpected> {
    let mut subjects = BTreeMap::new();
    for some in charge_ids.chunks(AT_ONCE) {
        let rows: Vec<(i64, String, String, i64)> = charge_line::Entity::find()
            .select_only()
            .column(charge_line::Column::ChargeId)
            .column(charge_line::Column::Activity)
            .column(charge_line::Column::PurposeKind)
            .column(charge_line::Column::PurposeId)
            .filter(charge_line::Column::ChargeId.is_in(some.iter().copied()))
            .order_by_asc(charge_line::Column::ChargeId)
            .order_by_asc(charge_line::Column::Position)
            .into_tuple()
            .all(db)
            .await?;
        for (charge_id, activity, kind, id) in rows {
            if let Some(purpose) = Purpose::parse(&kind, id) {
                subjects.entry((charge_id, activity)).or_insert(purpose);
            }
        }
    }
    Ok(subjects)
}

/// The charge each payment was meant for when it came in.
pub async fn charges_meant_by(
    db: &impl ConnectionTrait,
    payment_ids: &[i64],
) -> Result<BTreeMap<i64, i64>, Unexpected> {
    let mut meant = BTreeMap::new();
    for some in payment_ids.chunks(AT_ONCE) {
        let rows: Vec<(Option<i64>, Option<i64>)> = postings_of(&[Account::OnAccount])
            .column(P::PaymentId)
            .column(P::ChargeId)
            .filter(T::Kind.eq(EntryKind::PaymentReceived.word()))
            .filter(P::PaymentId.is_in(some.iter().copied()))
            .into_tuple()
            .all(db)
            .await?;
        meant.extend(rows.into_iter().filter_map(|(payment, charge)| Some((payment?, charge?))));
    }
    Ok(meant)
}

/// Why money is owed to somebody.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum OwedWhy {
    /// A refund that stands so.
    Refund(RefundState),
    /// A charge was paid beyond what is owed for it, and nobody has asked for the rest.
    PaidTooMuch,
    /// Money that is not set against anything.
    NotYetUsed,
}

/// Money that is to go back, or may have to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Owed {
    /// Why.
    pub why: OwedWhy,
    /// The charge, its reference and its payer.
    pub charge: Option<(i64, String, String)>,
    /// How much.
    pub amount: Pence,
    /// Since when, for refunds.
    pub since: Option<Instant>,
}

/// Everything owed back now: refunds that have not arrived, charges paid beyond what is owed, money set against nothing.
pub async fn owed_back(db: &impl ConnectionTrait, today: NaiveDate) -> Result<Vec<Owed>, Unexpected> {
    let open = RefundState::STANDING.into_iter().filter(|state| *state != RefundState::Succeeded);
    let refunds = refund::Entity::find()
        .filter(refund::Column::State.is_in(open.map(RefundState::word)))
        .order_by_asc(refund::Column::Id)
        .all(db)
        .await?;
    let mut found: Vec<(OwedWhy, Option<i64>, Pence, Option<Instant>)> = Vec::new();
    for row in refunds {
        let state = RefundState::parse(&row.state).context("a refund's state is unknown")?;
        found.push((OwedWhy::Refund(state), row.charge_id, Pence::new(row.amount_pence), Some(row.requested_at)));
    }
    let mut by_charge: BTreeMap<Option<i64>, Pence> = BTreeMap::new();
    for held in held_at(db, today, Account::Receivable).await? {
        *by_charge.entry(held.charge_id).or_default() += held.amount;
    }
    let overpaid = by_charge.into_iter().filter(|(_, amount)| amount.is_negative());
    found.extend(overpaid.map(|(charge_id, amount)| (OwedWhy::PaidTooMuch, charge_id, -amount, None)));
    let unused = held_at(db, today, Account::OnAccount).await?.into_iter();
    found.extend(unused.map(|held| (OwedWhy::NotYetUsed, held.charge_id, -held.amount, None)));
    let ids: Vec<i64> = found.iter().filter_map(|(_, charge_id, ..)| *charge_id).collect();
    let names = names_of(db, &ids).await?;
    let read = |(why, charge_id, amount, since): (OwedWhy, Option<i64>, Pence, Option<Instant>)| Owed {
        why,
        charge: charge_id
            .and_then(|id| names.get(&id).map(|(reference, payer)| (id, reference.clone(), payer.clone()))),
        amount,
        since,
    };
    Ok(found.into_iter().map(read).collect())
}

async fn names_of(
    db: &impl ConnectionTrait,
    charge_ids: &[i64],
) -> Result<BTreeMap<i64, (String, String)>, Unexpected> {
    let mut names = BTreeMap::new();
    for some in charge_ids.chunks(AT_ONCE) {
        let rows = charge::Entity::find().filter(charge::Column::Id.is_in(some.iter().copied())).all(db).await?;
        names.extend(rows.into_iter().map(|row| (row.id, (row.reference, row.payer_name))));
    }
    Ok(names)
}
