//! Posts income of lines that were delivered, or gives it back.

use sea_orm::ConnectionTrait;

use super::rule::{Earned, to_post};
use super::store;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Unexpected};
use crate::payments::ledger::{self, NewEntry};
use crate::payments::ledger_entry::{Account, Document, EntryKind, Posting, Pot};
use crate::payments::store as money;

/// Brings the income of these lines of one charge up to date, in the caller's transaction: debit deferred income, credit
/// income, or the other way round. Gives how many lines were posted; asked again, none.
pub async fn recognise_lines(
    tx: &impl ConnectionTrait,
    charge_id: i64,
    lines: &[(i64, Earned)],
    now: Instant,
) -> Result<usize, Unexpected> {
    money::lock_charge(tx, charge_id).await?;
    let ids: Vec<i64> = lines.iter().map(|(id, _)| *id).collect();
    let mut posted = 0;
    for line in money::load_lines(tx, &ids).await? {
        let earned = lines.iter().find(|(id, _)| *id == line.id).map_or(Earned::NotYet, |(_, earned)| *earned);
        let in_books = store::load_line(tx, &line).await?;
        let Some((amount, on)) = to_post(in_books, earned, london_date(now)) else { continue };
        let document = store::insert_recognition(tx, line.id, (amount, on), now).await?;
        let deferred = Posting {
            account: Account::DeferredIncome,
            pot: Pot { fund: line.fund, activity: line.activity },
            amount,
            charge_id: Some(line.charge_id),
            payment_id: None,
        };
        let income = Posting { account: Account::Income, ..deferred.clone().reversed() };
        let entry = NewEntry {
            kind: EntryKind::IncomeRecognised,
            document: Document::Recognition(document),
            occurred_on: on,
            dedupe_key: format!("income:{document}"),
            postings: vec![deferred, income],
        };
        ledger::post(tx, entry, now).await?;
        posted += 1;
    }
    Ok(posted)
}
