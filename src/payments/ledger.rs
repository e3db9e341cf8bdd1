//! The ledger's statements. Transactions and postings are only ever added; the database itself refuses to change them.

mod queries;

use chrono::NaiveDate;
use entity::{ledger_posting, ledger_transaction};
use ledger_posting::Column as P;
use ledger_transaction::Column as T;
use sea_orm::sea_query::{Expr, ExprTrait, OnConflict};
use sea_orm::{ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, JoinType, QueryFilter, QuerySelect};

use super::ledger_entry::{Account, Document, EntryKind, Posting, Pot, balanced};
use super::poster::Poster;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};

pub(super) use queries::received_for;
pub use queries::{charge_meant_by, charges_drawn_on, on_account_for, payments_meant_for};

/// A transaction to be posted.
#[derive(Clone, Debug)]
pub struct NewEntry {
    /// Why.
    pub kind: EntryKind,
    /// The row it stands for.
    pub document: Document,
    /// The day it counts for, London.
    pub occurred_on: NaiveDate,
    /// Names the act; a second transaction with the same key is not posted.
    pub dedupe_key: String,
    /// Both sides.
    pub postings: Vec<Posting>,
}

/// Posts a transaction in the caller's own, as the doing of whoever is at work (AC-10). Posting twice is harmless: false says it was there already (or moved nothing).
pub async fn post(tx: &impl ConnectionTrait, entry: NewEntry, now: Instant) -> Result<bool, Unexpected> {
    let postings = balanced(entry.postings).with_context(|| format!("cannot post {}", entry.dedupe_key))?;
    if postings.is_empty() {
        return Ok(false);
    }
    let (document_kind, document_id) = entry.document.parts();
    let (posted_by, posted_by_person_id) = Poster::at_work().parts();
    let row = ledger_transaction::ActiveModel {
        kind: Set(entry.kind.word().to_owned()),
        occurred_on: Set(entry.occurred_on),
        recorded_at: Set(now),
        document_kind: Set(document_kind.to_owned()),
        document_id: Set(document_id),
        dedupe_key: Set(entry.dedupe_key),
        posted_by: Set(posted_by.to_owned()),
        posted_by_person_id: Set(posted_by_person_id),
        ..Default::default()
    };
    let known = OnConflict::column(T::DedupeKey).do_nothing().to_owned();
    let id = match ledger_transaction::Entity::insert(row).on_conflict(known).exec(tx).await {
        Ok(written) => written.last_insert_id,
        Err(DbErr::RecordNotInserted) => return Ok(false),
        Err(error) => return Err(error.into()),
    };
    let rows = postings.into_iter().map(|posting| posting_row(id, posting));
    ledger_posting::Entity::insert_many(rows).exec_without_returning(tx).await?;
    Ok(true)
}

fn posting_row(transaction_id: i64, posting: Posting) -> ledger_posting::ActiveModel {
    ledger_posting::ActiveModel {
        transaction_id: Set(transaction_id),
        account: Set(posting.account.word().to_owned()),
        fund: Set(posting.pot.fund),
        activity: Set(posting.pot.activity),
        amount_pence: Set(posting.amount.get()),
        charge_id: Set(posting.charge_id),
        payment_id: Set(posting.payment_id),
        ..Default::default()
    }
}

/// The postings of the transaction with this key; empty when there is none.
pub async fn postings_of(db: &impl ConnectionTrait, dedupe_key: &str) -> Result<Vec<Posting>, Unexpected> {
    let rows = ledger_posting::Entity::find()
        .join(JoinType::InnerJoin, to_transaction())
        .filter(T::DedupeKey.eq(dedupe_key))
        .all(db)
        .await?;
    rows.into_iter().map(read_posting).collect()
}

fn read_posting(row: ledger_posting::Model) -> Result<Posting, Unexpected> {
    Ok(Posting {
        account: Account::parse(&row.account).with_context(|| format!("no account is called {}", row.account))?,
        pot: Pot { fund: row.fund, activity: row.activity },
        amount: Pence::new(row.amount_pence),
        charge_id: row.charge_id,
        payment_id: row.payment_id,
    })
}

fn to_transaction() -> sea_orm::RelationDef {
    ledger_posting::Entity::belongs_to(ledger_transaction::Entity).from(P::TransactionId).to(T::Id).into()
}

/// The sum of the amounts as a 64-bit integer, which PostgreSQL would otherwise widen.
fn sum_of_amounts() -> sea_orm::sea_query::SimpleExpr {
    Expr::col((ledger_posting::Entity, P::AmountPence)).sum().cast_as("bigint")
}

/// What an account holds for one charge.
pub async fn balance_of_charge(
    db: &impl ConnectionTrait,
    account: Account,
    charge_id: i64,
) -> Result<Pence, Unexpected> {
    balance(db, P::Account.eq(account.word()).and(P::ChargeId.eq(charge_id))).await
}

/// What each of these accounts holds for one charge, in their order and in one statement.
pub async fn balances_of_charge<const N: usize>(
    db: &impl ConnectionTrait,
    accounts: [Account; N],
    charge_id: i64,
) -> Result<[Pence; N], Unexpected> {
    let rows: Vec<(String, i64)> = ledger_posting::Entity::find()
        .select_only()
        .column(P::Account)
        .column_as(sum_of_amounts(), "amount")
        .filter(P::Account.is_in(accounts.map(Account::word)))
        .filter(P::ChargeId.eq(charge_id))
        .group_by(P::Account)
        .into_tuple()
        .all(db)
        .await?;
    let held = |account: Account| rows.iter().find(|(word, _)| word == account.word()).map_or(0, |(_, pence)| *pence);
    Ok(accounts.map(|account| Pence::new(held(account))))
}

/// What an account holds for one payment.
pub async fn balance_of_payment(
    db: &impl ConnectionTrait,
    account: Account,
    payment_id: i64,
) -> Result<Pence, Unexpected> {
    balance(db, P::Account.eq(account.word()).and(P::PaymentId.eq(payment_id))).await
}

/// What an account holds in all.
pub async fn balance_of_account(db: &impl ConnectionTrait, account: Account) -> Result<Pence, Unexpected> {
    balance(db, P::Account.eq(account.word())).await
}

async fn balance(db: &impl ConnectionTrait, of: sea_orm::sea_query::SimpleExpr) -> Result<Pence, Unexpected> {
    let sum: Option<Option<i64>> = ledger_posting::Entity::find()
        .select_only()
        .column_as(sum_of_amounts(), "amount")
        .filter(of)
        .into_tuple()
        .one(db)
        .await?;
    Ok(Pence::new(sum.flatten().unwrap_or_default()))
}

/// One account of one charge, by why it was posted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ChargeSum {
    /// Which account.
    pub account: Account,
    /// Why.
    pub kind: EntryKind,
    /// How much, debit above zero.
    pub amount: Pence,
}

/// Everything posted for these charges, summed by charge, account and reason.
pub async fn sums_of_charges(
    db: &impl ConnectionTrait,
    charge_ids: &[i64],
) -> Result<Vec<(i64, ChargeSum)>, Unexpected> {
    let rows: Vec<(i64, String, String, i64)> = ledger_posting::Entity::find()
        .select_only()
        .column(P::ChargeId)
        .column(P::Account)
        .column(T::Kind)
        .column_as(sum_of_amounts(), "amount")
        .join(JoinType::InnerJoin, to_transaction())
        .filter(P::ChargeId.is_in(charge_ids.iter().copied()))
        .group_by(P::ChargeId)
        .group_by(P::Account)
        .group_by(T::Kind)
        .into_tuple()
        .all(db)
        .await?;
    let read = |(charge_id, account, kind, amount): (i64, String, String, i64)| {
        let account = Account::parse(&account).with_context(|| format!("no account is called {account}"))?;
        let kind = EntryKind::parse(&kind).with_context(|| format!("no entry is of kind {kind}"))?;
        Ok((charge_id, ChargeSum { account, kind, amount: Pence::new(amount) }))
    };
    rows.into_iter().map(read).collect()
}

/// What is owed on a charge, by pot. Pots that hold nothing are left out.
pub async fn receivable_by_pot(db: &impl ConnectionTrait, charge_id: i64) -> Result<Vec<(Pot, Pence)>, Unexpected> {
    let rows: Vec<(String, String, i64)> = ledger_posting::Entity::find()
        .select_only()
        .column(P::Fund)
        .column(P::Activity)
        .column_as(sum_of_amounts(), "amount")
        .filter(P::Account.eq(Account::Receivable.word()))
        .filter(P::ChargeId.eq(charge_id))
        .group_by(P::Fund)
        .group_by(P::Activity)
        .into_tuple()
        .all(db)
        .await?;
    let mut pots: Vec<(Pot, Pence)> =
        rows.into_iter().map(|(fund, activity, pence)| (Pot { fund, activity }, Pence::new(pence))).collect();
    pots.retain(|(_, amount)| !amount.is_zero());
    pots.sort();
    Ok(pots)
}

/// What is owed on a charge, and the money set against it that has not been asked back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OwedAndSet {
    /// What is owed; below nothing when more was paid than is owed.
    pub owed: Pence,
    /// For each payment set against the charge, what of it is still there, the oldest payment first.
    pub drawable: Vec<(i64, Pence)>,
}

/// What is owed on a charge and which payments were set against it, in one statement.
pub async fn owed_and_set(db: &impl ConnectionTrait, charge_id: i64) -> Result<OwedAndSet, Unexpected> {
    let rows: Vec<(Option<i64>, i64)> = ledger_posting::Entity::find()
        .select_only()
        .column(P::PaymentId)
        .column_as(sum_of_amounts(), "amount")
        .filter(P::Account.eq(Account::Receivable.word()))
        .filter(P::ChargeId.eq(charge_id))
        .group_by(P::PaymentId)
        .into_tuple()
        .all(db)
        .await?;
    let held = |(payment_id, pence): &(Option<i64>, i64)| payment_id.map(|id| (id, Pence::new(-pence)));
    let mut drawable: Vec<(i64, Pence)> =
        rows.iter().filter_map(held).filter(|(_, amount)| *amount > Pence::ZERO).collect();
    drawable.sort_unstable();
    Ok(OwedAndSet { owed: rows.iter().map(|(_, pence)| Pence::new(*pence)).sum(), drawable })
}
