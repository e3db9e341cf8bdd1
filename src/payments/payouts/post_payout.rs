//! The ledger's side of payouts: the way of the money to the bank and back, and what was kept of it.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::reckoning::ItemKind;
use super::store::{ItemRow, PayoutRow};
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::ledger::{self, NewEntry};
use crate::payments::ledger_entry::{Account, Document, EntryKind, Posting, Pot};

/// What was held by the card processor is in the bank, on the day it arrived: debit the bank, credit the card processor.
pub(super) async fn post_arrived(
    tx: &impl ConnectionTrait,
    payout: &PayoutRow,
    on: NaiveDate,
    now: Instant,
) -> Result<(), Unexpected> {
    post_way(tx, payout, (Pence::new(payout.amount_pence), "arrived", on), now).await
}

/// The bank did not take it: the card processor holds it again. Counts on the day we learn it, so that a month that is over stays.
pub(super) async fn post_came_back(
    tx: &impl ConnectionTrait,
    payout: &PayoutRow,
    now: Instant,
) -> Result<(), Unexpected> {
    post_way(tx, payout, (-Pence::new(payout.amount_pence), "returned", london_date(now)), now).await
}

async fn post_way(
    tx: &impl ConnectionTrait,
    payout: &PayoutRow,
    (amount, way, occurred_on): (Pence, &str, NaiveDate),
    now: Instant,
) -> Result<(), Unexpected> {
    let bank = posting(Account::Bank, amount, None);
    let held = posting(Account::StripeClearing, -amount, None);
    let entry = NewEntry {
        kind: EntryKind::PaidOut,
        document: Document::Payout(payout.id),
        occurred_on,
        dedupe_key: format!("payout:{}:{way}", payout.stripe_payout_id),
        postings: vec![bank, held],
    };
    ledger::post(tx, entry, now).await?;
    Ok(())
}

/// What Stripe kept of a line: debit fees, credit the card processor. It counts on the day we learn it, so that a month that is
/// over never changes. What a dispute costs is posted with the dispute (REF-19).
pub(super) async fn post_fee(
    tx: &impl ConnectionTrait,
    (kind, item): (ItemKind, &ItemRow),
    payment_id: Option<i64>,
    now: Instant,
) -> Result<(), Unexpected> {
    let fee = match kind {
        ItemKind::Dispute => return Ok(()),
        ItemKind::Fee => Pence::new(item.fee_pence - item.amount_pence),
        _ => Pence::new(item.fee_pence),
    };
    let cost = posting(Account::Fees, fee, payment_id);
    let from = posting(Account::StripeClearing, -fee, payment_id);
    let entry = NewEntry {
        kind: EntryKind::FeeCharged,
        document: Document::PayoutItem(item.id),
        occurred_on: london_date(now),
        dedupe_key: format!("stripe_fee:{}", item.stripe_transaction_id),
        postings: vec![cost, from],
    };
    ledger::post(tx, entry, now).await?;
    Ok(())
}

fn posting(account: Account, amount: Pence, payment_id: Option<i64>) -> Posting {
    Posting { account, pot: Pot::undecided(), amount, charge_id: None, payment_id }
}
