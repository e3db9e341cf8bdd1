//! The ledger's side of a refund's life after it was asked for. Each mirrors what was set aside then.

use sea_orm::ConnectionTrait;

use super::open_refund::request_key;
use super::store::RefundRow;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Unexpected};
use crate::payments::ledger::{self, NewEntry};
use crate::payments::ledger_entry::{Account, Document, EntryKind, Posting};

/// The money has gone: debit refunds on their way, credit where it was paid from.
pub(super) async fn post_paid(
    tx: &impl ConnectionTrait,
    refund: &RefundRow,
    from: Account,
    now: Instant,
) -> Result<(), Unexpected> {
    let gone = |side: &Posting| Posting { account: from, ..side.clone() };
    let set_aside = set_aside(tx, refund).await?;
    let postings = set_aside.iter().map(gone).chain(set_aside.iter().cloned().map(Posting::reversed)).collect();
    let key = format!("refund:{}:paid:{}", refund.row.reference, refund.row.attempts);
    post(tx, refund, EntryKind::RefundPaid, key, postings, now).await
}

/// What had gone is with the card processor again (REF-11).
pub(super) async fn post_returned(
    tx: &impl ConnectionTrait,
    refund: &RefundRow,
    now: Instant,
) -> Result<(), Unexpected> {
    let paid_key = format!("refund:{}:paid:{}", refund.row.reference, refund.row.attempts);
    let postings = ledger::postings_of(tx, &paid_key).await?.into_iter().map(Posting::reversed).collect();
    let key = format!("refund:{}:returned:{}", refund.row.reference, refund.row.attempts);
    post(tx, refund, EntryKind::RefundReturned, key, postings, now).await
}

/// It will not go back: the money is where it was before it was asked for.
pub(super) async fn post_dropped(
    tx: &impl ConnectionTrait,
    refund: &RefundRow,
    now: Instant,
) -> Result<(), Unexpected> {
    let asked = ledger::postings_of(tx, &request_key(&refund.row.reference)).await?;
    let postings = asked.into_iter().map(Posting::reversed).collect();
    let key = format!("refund:{}:dropped", refund.row.reference);
    post(tx, refund, EntryKind::RefundDropped, key, postings, now).await
}

/// The credit side of the transaction that set the money aside: one posting for each charge it comes out of.
async fn set_aside(tx: &impl ConnectionTrait, refund: &RefundRow) -> Result<Vec<Posting>, Unexpected> {
    let asked = ledger::postings_of(tx, &request_key(&refund.row.reference)).await?;
    let sides: Vec<Posting> = asked.into_iter().filter(|posting| posting.account == Account::RefundsPayable).collect();
    if sides.is_empty() {
        return Err(Unexpected::because(format!("refund {} was never posted", refund.row.id)));
    }
    Ok(sides)
}

async fn post(
    tx: &impl ConnectionTrait,
    refund: &RefundRow,
    kind: EntryKind,
    dedupe_key: String,
    postings: Vec<Posting>,
    now: Instant,
) -> Result<(), Unexpected> {
    let document = Document::Refund(refund.row.id);
    let entry = NewEntry { kind, document, occurred_on: london_date(now), dedupe_key, postings };
    ledger::post(tx, entry, now).await?;
    Ok(())
}
