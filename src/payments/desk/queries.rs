//! Reads shaped for the treasurer's desk.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use entity::{charge, charge_line, ledger_posting, ledger_transaction, person};
use sea_orm::sea_query::{Expr, ExprTrait, LikeExpr};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect,
    QueryTrait,
};

use crate::kernel::unexpected::Context;
use crate::kernel::{Pence, Unexpected};
use crate::payments::ledger_entry::{Account, EntryKind};
use crate::payments::poster::poster_words;
use crate::web::Page;

/// Which charges to list.
#[derive(Clone, Debug, Default)]
pub(super) struct Filter {
    /// Only those on which something is owed, by either side.
    pub(super) unsettled_only: bool,
    /// Part of the payer's name, or a reference.
    pub(super) words: String,
}

impl Filter {
    fn condition(&self) -> Condition {
        let mut all = Condition::all();
        if self.unsettled_only {
            all = all.add(charge::Column::Id.in_subquery(unsettled()));
        }
        if !self.words.is_empty() {
            all = all.add(
                Condition::any()
                    .add(charge::Column::Reference.eq(self.words.to_uppercase()))
                    .add(Expr::expr(lower(charge::Column::PayerName)).like(containing(&self.words.to_lowercase()))),
            );
        }
        all
    }
}

fn lower(column: charge::Column) -> sea_orm::sea_query::SimpleExpr {
    sea_orm::sea_query::Func::lower(Expr::col((charge::Entity, column))).into()
}

/// A pattern that finds the words anywhere; what people type is never a pattern itself.
fn containing(words: &str) -> LikeExpr {
    let escaped = words.replace('\\', "\\\\").replace('%', "\\%").replace('_', "\\_");
    LikeExpr::new(format!("%{escaped}%")).escape('\\')
}

/// The charges whose receivable postings do not add up to nothing.
fn unsettled() -> sea_orm::sea_query::SelectStatement {
    let sum = Expr::col((ledger_posting::Entity, ledger_posting::Column::AmountPence)).sum();
    ledger_posting::Entity::find()
        .select_only()
        .column(ledger_posting::Column::ChargeId)
        .filter(ledger_posting::Column::Account.eq(Account::Receivable.word()))
        .filter(ledger_posting::Column::ChargeId.is_not_null())
        .group_by(ledger_posting::Column::ChargeId)
        .having(sum.ne(0))
        .into_query()
}

/// A page of charges, the newest first, and how many there are.
pub(super) async fn list_charges(
    db: &impl ConnectionTrait,
    filter: &Filter,
    page: Page,
) -> Result<(Vec<charge::Model>, u64), Unexpected> {
    let matching = charge::Entity::find().filter(filter.condition());
    let total = matching.clone().count(db).await?;
    let rows = matching.order_by_desc(charge::Column::Id).offset(page.offset()).limit(page.size).all(db).await?;
    Ok((rows, total))
}

/// The charge that people know by this reference.
pub(super) async fn find_charge(
    db: &impl ConnectionTrait,
    reference: &str,
) -> Result<Option<charge::Model>, Unexpected> {
    Ok(charge::Entity::find().filter(charge::Column::Reference.eq(reference)).one(db).await?)
}

/// Charges by id.
pub(super) async fn charges_by_id(
    db: &impl ConnectionTrait,
    ids: impl IntoIterator<Item = i64>,
) -> Result<BTreeMap<i64, charge::Model>, Unexpected> {
    let rows = charge::Entity::find().filter(charge::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row)).collect())
}

/// The lines of a charge, in order.
pub(super) async fn lines_of(db: &impl ConnectionTrait, charge_id: i64) -> Result<Vec<charge_line::Model>, Unexpected> {
    let lines = charge_line::Entity::find().filter(charge_line::Column::ChargeId.eq(charge_id));
    Ok(lines.order_by_asc(charge_line::Column::Position).all(db).await?)
}

/// People's names by id, for whoever caused an entry.
pub(in crate::payments) async fn names_of(
    db: &impl ConnectionTrait,
    ids: BTreeSet<i64>,
) -> Result<BTreeMap<i64, String>, Unexpected> {
    let rows = person::Entity::find().filter(person::Column::Id.is_in(ids)).all(db).await?;
    Ok(rows.into_iter().map(|row| (row.id, row.full_name)).collect())
}

/// One transaction of the ledger, as far as it concerns a charge.
#[derive(Clone, Debug)]
pub(super) struct LedgerEntry {
    pub(super) occurred_on: NaiveDate,
    pub(super) kind: EntryKind,
    /// Who caused it, in words (AC-10).
    pub(super) posted_by: String,
    /// By account; debits above zero.
    pub(super) sides: Vec<(Account, Pence)>,
}

/// Every transaction that touches a charge, with all its sides summed by account, the oldest first.
pub(super) async fn entries_of(db: &impl ConnectionTrait, charge_id: i64) -> Result<Vec<LedgerEntry>, Unexpected> {
    let touching = ledger_posting::Entity::find()
        .select_only()
        .column(ledger_posting::Column::TransactionId)
        .filter(ledger_posting::Column::ChargeId.eq(charge_id))
        .into_query();
    let transactions = ledger_transaction::Entity::find()
        .filter(ledger_transaction::Column::Id.in_subquery(touching))
        .order_by_asc(ledger_transaction::Column::Id)
        .all(db)
        .await?;
    let ids = transactions.iter().map(|transaction| transaction.id);
    let postings =
        ledger_posting::Entity::find().filter(ledger_posting::Column::TransactionId.is_in(ids)).all(db).await?;
    let mut sides: BTreeMap<i64, BTreeMap<Account, Pence>> = BTreeMap::new();
    for posting in postings {
        let account =
            Account::parse(&posting.account).with_context(|| format!("no account is called {}", posting.account))?;
        *sides.entry(posting.transaction_id).or_default().entry(account).or_default() +=
            Pence::new(posting.amount_pence);
    }
    let people = transactions.iter().filter_map(|transaction| transaction.posted_by_person_id);
    let names = names_of(db, people.collect::<BTreeSet<_>>()).await?;
    let entry = |transaction: ledger_transaction::Model| {
        let kind =
            EntryKind::parse(&transaction.kind).with_context(|| format!("no entry is of kind {}", transaction.kind))?;
        let sides = sides.remove(&transaction.id).unwrap_or_default().into_iter().collect();
        let person = transaction.posted_by_person_id.and_then(|id| names.get(&id).map(String::as_str));
        let posted_by = poster_words(&transaction.posted_by, person);
        Ok(LedgerEntry { occurred_on: transaction.occurred_on, kind, posted_by, sides })
    };
    transactions.into_iter().map(entry).collect()
}
