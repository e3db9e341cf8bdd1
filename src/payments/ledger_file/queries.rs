//! Postings of a period with everything that explains them.

use std::collections::{BTreeMap, BTreeSet};

use entity::{charge, ledger_posting, ledger_transaction, payment, person};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::kernel::Unexpected;
use crate::payments::reports::Period;

/// Databases take only so many values in one statement.
const AT_ONCE: usize = 5_000;

/// A period's ledger: transactions with their postings, and the names that they point to by id.
#[derive(Debug, Default)]
pub(super) struct LedgerOfPeriod {
    /// The oldest first.
    pub(super) transactions: Vec<(ledger_transaction::Model, Vec<ledger_posting::Model>)>,
    /// References of charges.
    pub(super) charges: BTreeMap<i64, String>,
    /// References of payments.
    pub(super) payments: BTreeMap<i64, String>,
    /// Names of whoever posted.
    pub(super) people: BTreeMap<i64, String>,
}

/// Everything that counts for the period.
pub(super) async fn ledger_of(db: &impl ConnectionTrait, period: Period) -> Result<LedgerOfPeriod, Unexpected> {
    use ledger_transaction::{Column, Entity};
    let transactions = Entity::find()
        .filter(Column::OccurredOn.between(period.first_day(), period.last_day()))
        .order_by_asc(Column::OccurredOn)
        .order_by_asc(Column::Id)
        .all(db)
        .await?;
    let ids: Vec<i64> = transactions.iter().map(|row| row.id).collect();
    let mut postings: BTreeMap<i64, Vec<ledger_posting::Model>> = BTreeMap::new();
    for some in ids.chunks(AT_ONCE) {
        let mine = ledger_posting::Column::TransactionId.is_in(some.iter().copied());
        let rows = ledger_posting::Entity::find().filter(mine).order_by_asc(ledger_posting::Column::Id);
        for row in rows.all(db).await? {
            postings.entry(row.transaction_id).or_default().push(row);
        }
    }
    let all = || postings.values().flatten();
    let charge_ids: BTreeSet<i64> = all().filter_map(|row| row.charge_id).collect();
    let payment_ids: BTreeSet<i64> = all().filter_map(|row| row.payment_id).collect();
    let people_ids: BTreeSet<i64> = transactions.iter().filter_map(|row| row.posted_by_person_id).collect();
    let mut ledger = LedgerOfPeriod::default();
    for some in chunks(charge_ids) {
        let rows = charge::Entity::find().filter(charge::Column::Id.is_in(some)).all(db).await?;
        ledger.charges.extend(rows.into_iter().map(|row| (row.id, row.reference)));
    }
    for some in chunks(payment_ids) {
        let rows = payment::Entity::find().filter(payment::Column::Id.is_in(some)).all(db).await?;
        ledger.payments.extend(rows.into_iter().map(|row| (row.id, row.reference)));
    }
    for some in chunks(people_ids) {
        let rows = person::Entity::find().filter(person::Column::Id.is_in(some)).all(db).await?;
        ledger.people.extend(rows.into_iter().map(|row| (row.id, row.full_name)));
    }
    let with_postings = |row: ledger_transaction::Model| {
        let postings = postings.remove(&row.id).unwrap_or_default();
        (row, postings)
    };
    ledger.transactions = transactions.into_iter().map(with_postings).collect();
    Ok(ledger)
}

fn chunks(ids: BTreeSet<i64>) -> Vec<Vec<i64>> {
    ids.into_iter().collect::<Vec<_>>().chunks(AT_ONCE).map(<[i64]>::to_vec).collect()
}
