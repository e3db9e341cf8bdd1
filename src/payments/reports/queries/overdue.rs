//! What is late, and what will not be paid: overdue invoices by age, write-offs, refunds that failed (REP-4).

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{refund, write_off};
use sea_orm::sea_query::ExprTrait;
use sea_orm::{ColumnTrait, Condition, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::documents::instants;
use super::{AT_ONCE, T, amounts, names_of, postings_of};
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::invoices::age_words;
use crate::payments::invoices::queries::{InvoiceAccount, list_accounts};
use crate::payments::ledger_entry::{Account, EntryKind};
use crate::payments::refunds::{RefundState, in_words};
use crate::payments::reports::Period;

/// An invoice that is overdue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OverdueInvoice {
    /// The billing's row, for its page.
    pub billing_id: i64,
    /// Its number.
    pub number: String,
    /// Who owes it.
    pub customer: String,
    /// The last day to pay.
    pub due_on: NaiveDate,
    /// How long ago that was: "1 to 30 days" and so on.
    pub age: &'static str,
    /// What is still owed.
    pub owed: Pence,
}

/// Every overdue invoice as it stands now, the latest due first, so that the ages come in order.
pub async fn overdue_invoices(db: &impl ConnectionTrait, now: Instant) -> Result<Vec<OverdueInvoice>, Unexpected> {
    let today = london_date(now);
    let overdue = |account: InvoiceAccount| {
        let invoice = account.invoice.filter(|invoice| invoice.due_on < today)?;
        (account.money.outstanding > Pence::ZERO).then(|| OverdueInvoice {
            billing_id: account.billing.id,
            number: invoice.number,
            customer: account.customer.name,
            due_on: invoice.due_on,
            age: age_words(invoice.due_on, today),
            owed: account.money.outstanding,
        })
    };
    let mut found: Vec<OverdueInvoice> = list_accounts(db).await?.into_iter().filter_map(overdue).collect();
    found.sort_by_key(|invoice| (std::cmp::Reverse(invoice.due_on), invoice.billing_id));
    Ok(found)
}

/// A debt that was given up, or, below zero, one that was taken back because what was owed has been credited since.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WrittenOffSum {
    /// The charge's reference, and who owed it.
    pub charge: (String, String),
    /// Why.
    pub reason: String,
    /// The London day for which the ledger counts it.
    pub on: NaiveDate,
    /// How much.
    pub amount: Pence,
}

/// What was written off in the period and what was taken back of it, as the ledger has it, the oldest first (REP-1, REP-3).
pub async fn write_offs(db: &impl ConnectionTrait, period: Period) -> Result<Vec<WrittenOffSum>, Unexpected> {
    let posted: Vec<(i64, NaiveDate, i64)> = postings_of(&[Account::BadDebts])
        .column(T::DocumentId)
        .column(T::OccurredOn)
        .column_as(amounts(), "amount")
        .filter(T::Kind.eq(EntryKind::WrittenOff.word()))
        .filter(T::OccurredOn.between(period.first_day(), period.last_day()))
        .group_by(T::DocumentId)
        .group_by(T::OccurredOn)
        .having(amounts().ne(0))
        .order_by_asc(T::OccurredOn)
        .order_by_asc(T::DocumentId)
        .into_tuple()
        .all(db)
        .await?;
    let ids: Vec<i64> = posted.iter().map(|(id, ..)| *id).collect();
    let mut rows = BTreeMap::new();
    for some in ids.chunks(AT_ONCE) {
        let found = write_off::Entity::find().filter(write_off::Column::Id.is_in(some.iter().copied())).all(db).await?;
        rows.extend(found.into_iter().map(|row| (row.id, row)));
    }
    let names = names_of(db, &rows.values().map(|row| row.charge_id).collect::<Vec<_>>()).await?;
    let sum = |(id, on, pence): (i64, NaiveDate, i64)| {
        let row = rows.get(&id)?;
        Some(WrittenOffSum {
            charge: names.get(&row.charge_id).cloned().unwrap_or_default(),
            on,
            amount: Pence::new(pence),
            reason: if pence < 0 { format!("Taken back: {}", row.reason) } else { row.reason.clone() },
        })
    };
    Ok(posted.into_iter().filter_map(sum).collect())
}

/// A refund that failed at least once.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FailedRefund {
    /// How it stands now.
    pub state: RefundState,
    /// The charge's reference, and its payer.
    pub charge: Option<(String, String)>,
    /// Why it failed last, in words; empty when that is not known.
    pub why: String,
    /// The London day on which it was asked for.
    pub on: NaiveDate,
    /// How much.
    pub amount: Pence,
}

/// Refunds asked for in the period that failed at least once, the oldest first.
pub async fn refunds_that_failed(db: &impl ConnectionTrait, period: Period) -> Result<Vec<FailedRefund>, Unexpected> {
    use refund::{Column, Entity};
    let (from, to) = instants(period);
    let rows = Entity::find()
        .filter(Column::RequestedAt.gte(from))
        .filter(Column::RequestedAt.lt(to))
        .filter(Condition::any().add(Column::Attempts.gt(0)).add(Column::State.eq(RefundState::Failed.word())))
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    let names = names_of(db, &rows.iter().filter_map(|row| row.charge_id).collect::<Vec<_>>()).await?;
    let failed = |row: refund::Model| {
        Ok(FailedRefund {
            state: RefundState::parse(&row.state).context("a refund's state is unknown")?,
            charge: row.charge_id.and_then(|id| names.get(&id).cloned()),
            why: row.last_error.map(|why| in_words(&why)).unwrap_or_default(),
            on: london_date(row.requested_at),
            amount: Pence::new(row.amount_pence),
        })
    };
    rows.into_iter().map(failed).collect()
}
