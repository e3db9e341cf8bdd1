//! Reads about customers, for their desk.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use entity::{charge_billing, customer, ledger_posting, ledger_transaction};
use ledger_posting::Column as P;
use ledger_transaction::Column as T;
use sea_orm::sea_query::{Expr, ExprTrait};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, JoinType, QueryFilter, QueryOrder, QuerySelect};

use super::cash::queries::cash_of;
use super::statement::StatementLine;
use super::store::CustomerRow;
use crate::kernel::unexpected::Context;
use crate::kernel::{Pence, Unexpected};
use crate::payments::invoices::queries::{credit_notes_of, invoices_of, list_accounts_of};
use crate::payments::ledger_entry::{Account, EntryKind};

/// Every customer: those who wait first, then by name.
pub(in crate::payments) async fn list_customers(db: &impl ConnectionTrait) -> Result<Vec<CustomerRow>, Unexpected> {
    Ok(customer::Entity::find().order_by_asc(customer::Column::Name).all(db).await?)
}

/// A customer by its row.
pub(in crate::payments) async fn find_customer(
    db: &impl ConnectionTrait,
    id: i64,
) -> Result<Option<CustomerRow>, Unexpected> {
    Ok(customer::Entity::find_by_id(id).one(db).await?)
}

/// The customer that an organisation is, if it ever asked for an invoice.
pub async fn find_customer_of(db: &impl ConnectionTrait, organisation_id: i64) -> Result<Option<i64>, Unexpected> {
    let found = customer::Entity::find().filter(customer::Column::OrganisationId.eq(organisation_id)).one(db).await?;
    Ok(found.map(|row| row.id))
}

/// The customers by id.
pub(in crate::payments) async fn customers_by_id(
    db: &impl ConnectionTrait,
) -> Result<BTreeMap<i64, CustomerRow>, Unexpected> {
    Ok(list_customers(db).await?.into_iter().map(|row| (row.id, row)).collect())
}

/// How many customers have something that waits for approval.
pub(in crate::payments) async fn waiting_by_customer(
    db: &impl ConnectionTrait,
) -> Result<BTreeMap<i64, usize>, Unexpected> {
    let rows = charge_billing::Entity::find().filter(charge_billing::Column::IsChecked.eq(false)).all(db).await?;
    let mut counts = BTreeMap::new();
    for row in rows {
        *counts.entry(row.customer_id).or_default() += 1;
    }
    Ok(counts)
}

/// Everything that moved what a customer owes on invoices: documents as they were issued, money and write-offs as they were
/// posted, and money that is set against nothing. Added up it is what the ledger says is owed, less what lies on account.
pub(in crate::payments) async fn statement_lines(
    db: &impl ConnectionTrait,
    customer_id: i64,
) -> Result<Vec<StatementLine>, Unexpected> {
    let accounts = list_accounts_of(db, customer_id).await?;
    let accounts: Vec<_> = accounts.into_iter().filter(|account| account.invoice.is_some()).collect();
    let billings: Vec<i64> = accounts.iter().map(|account| account.billing.id).collect();
    let invoices = invoices_of(db, &billings).await?;
    let ids: Vec<i64> = invoices.iter().map(|invoice| invoice.id).collect();
    let line =
        |on, what: String, detail: String, amount| StatementLine { on, what, detail, amount, balance: Pence::ZERO };
    let supply = |billing_id: i64| {
        let account = accounts.iter().find(|account| account.billing.id == billing_id);
        account.map(|account| account.billing.supply_words.clone()).unwrap_or_default()
    };
    let mut lines: Vec<StatementLine> = Vec::new();
    for invoice in &invoices {
        let (what, amount) = (format!("Invoice {}", invoice.number), Pence::new(invoice.total_pence));
        lines.push(line(invoice.issued_on, what, supply(invoice.billing_id), amount));
    }
    for note in credit_notes_of(db, &ids).await? {
        let what = format!("Credit note {}", note.number);
        lines.push(line(note.issued_on, what, note.reason, -Pence::new(note.total_pence)));
    }
    let charges: Vec<i64> = accounts.iter().map(|account| account.charge.id).collect();
    for moved in receivable_moves(db, &charges).await? {
        let what = match moved.kind {
            EntryKind::ChargeRaised | EntryKind::ChargeCredited => continue,
            EntryKind::PaymentAllocated => "Payment received",
            other => other.label(),
        };
        let number = accounts.iter().find(|account| account.charge.id == moved.charge_id);
        let number = number.and_then(|account| account.invoice.as_ref()).map(|invoice| invoice.number.clone());
        lines.push(line(moved.occurred_on, what.to_owned(), number.unwrap_or_default(), moved.amount));
    }
    for cash in cash_of(db, customer_id).await? {
        let what = "Payment received, set against no invoice yet".to_owned();
        lines.push(line(cash.value_on, what, cash.bank_reference, -cash.unused));
    }
    Ok(lines)
}

/// What moved the debt of a charge, summed by transaction.
#[derive(Clone, Copy, Debug)]
struct ReceivableMove {
    /// The charge.
    charge_id: i64,
    /// Why.
    kind: EntryKind,
    /// The day it counts for, London.
    occurred_on: NaiveDate,
    /// Above zero more is owed, below zero less.
    amount: Pence,
}

/// Every transaction that moved what is owed on these charges, the oldest first.
async fn receivable_moves(db: &impl ConnectionTrait, charge_ids: &[i64]) -> Result<Vec<ReceivableMove>, Unexpected> {
    let to_transaction =
        ledger_posting::Entity::belongs_to(ledger_transaction::Entity).from(P::TransactionId).to(T::Id).into();
    let rows: Vec<(i64, i64, String, NaiveDate, i64)> = ledger_posting::Entity::find()
        .select_only()
        .column(P::TransactionId)
        .column(P::ChargeId)
        .column(T::Kind)
        .column(T::OccurredOn)
        .column_as(Expr::col((ledger_posting::Entity, P::AmountPence)).sum().cast_as("bigint"), "amount")
        .join(JoinType::InnerJoin, to_transaction)
        .filter(P::Account.eq(Account::Receivable.word()))
        .filter(P::ChargeId.is_in(charge_ids.iter().copied()))
        .group_by(P::TransactionId)
        .group_by(P::ChargeId)
        .group_by(T::Kind)
        .group_by(T::OccurredOn)
        .order_by_asc(P::TransactionId)
        .into_tuple()
        .all(db)
        .await?;
    let read = |(_, charge_id, kind, occurred_on, amount): (i64, i64, String, NaiveDate, i64)| {
        let kind = EntryKind::parse(&kind).with_context(|| format!("no entry is of kind {kind}"))?;
        Ok(ReceivableMove { charge_id, kind, occurred_on, amount: Pence::new(amount) })
    };
    rows.into_iter().map(read).collect()
}
