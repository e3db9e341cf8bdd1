//! Writes a refund down and sets it on its way: to a second person, to the card processor, or to an officer's list.

use std::collections::BTreeMap;

use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};

use super::emails;
use super::refund_state::RefundState;
use super::store::{self, NewRefundRow};
use crate::jobs::{self, NewJob, Priority};
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence, TokenSource, Unexpected};
use crate::payments::charge::RefundId;
use crate::payments::ledger::{self, NewEntry};
use crate::payments::ledger_entry::{Account, Document, EntryKind, Posting, Pot};
use crate::payments::store::PaymentRow;

/// A refund above this needs a second person (D11), in pence: £500.
pub const SECOND_PERSON_ABOVE: Pence = Pence::new(50_000);

/// The name of the job that sends one refund to the card processor.
pub const SEND_REFUND: &str = "send_refund";

/// Which refund a job is for.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct RefundJob {
    /// The refund's row.
    pub refund_id: i64,
}

/// A refund about to be written.
#[derive(Clone, Debug)]
pub(super) struct NewRefund<'a> {
    /// What it comes out of.
    pub(super) payment: &'a PaymentRow,
    /// What it belongs to.
    pub(super) charge_id: Option<i64>,
    pub(super) amount: Pence,
    pub(super) reason: &'a str,
    pub(super) dedupe_key: String,
    /// By charge line.
    pub(super) lines: &'a [(i64, Pence)],
    /// Who asked; they cannot be the second person.
    pub(super) requested_by: Option<i64>,
    /// Whether it is one of very many.
    pub(super) priority: Priority,
    /// Whether the whole act is above the limit; one refund may be part of a larger one.
    pub(super) needs_second_person: bool,
    /// The debit side; the credit side is money on its way back.
    pub(super) debits: Vec<Posting>,
}

/// Writes the refund in the caller's transaction and posts it: debit where the money is, credit refunds on their way.
pub(super) async fn open_refund(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    new: NewRefund<'_>,
    now: Instant,
) -> Result<RefundId, Unexpected> {
    let reference = tokens.reference();
    let is_by_card = new.payment.stripe_payment_intent.is_some();
    let state = match (new.needs_second_person, is_by_card) {
        (true, _) => RefundState::Requested,
        (false, true) => RefundState::Approved,
        (false, false) => RefundState::Manual,
    };
    let row = NewRefundRow {
        reference: &reference,
        payment_id: new.payment.id,
        charge_id: new.charge_id,
        amount: new.amount,
        reason: new.reason,
        dedupe_key: &new.dedupe_key,
        state,
        is_by_card,
        stripe_refund_id: None,
        requested_by: new.requested_by,
        lines: new.lines,
    };
    let id = store::insert_refund(tx, row, now).await?;
    post_request(tx, id, &reference, new.payment.id, new.debits, now).await?;
    match state {
        RefundState::Approved => enqueue_sending(tx, (id, new.priority), now).await?,
        RefundState::Requested => emails::ask_for_decision(tx, tokens, &store::load_refund(tx, id).await?, now).await?,
        _ => emails::tell_officers_to_pay(tx, tokens, &store::load_refund(tx, id).await?, now).await?,
    }
    Ok(id)
}

/// The key of the transaction that set the money aside; later ones mirror its credit side.
pub(super) fn request_key(reference: &str) -> String {
    format!("refund:{reference}:requested")
}

pub(super) async fn post_request(
    tx: &impl ConnectionTrait,
    id: RefundId,
    reference: &str,
    payment_id: i64,
    debits: Vec<Posting>,
    now: Instant,
) -> Result<(), Unexpected> {
    // Both sides name the same charges, each with its own sum: money that was never set against a charge must not count as
    // refunded from it, and what paid for two charges (a place was moved) goes back from both.
    let mut by_charge: BTreeMap<Option<i64>, Pence> = BTreeMap::new();
    for debit in &debits {
        let charge_id = debit.charge_id.filter(|_| debit.account == Account::Receivable);
        *by_charge.entry(charge_id).or_default() += debit.amount;
    }
    let on_its_way = by_charge.into_iter().map(|(charge_id, amount)| Posting {
        account: Account::RefundsPayable,
        pot: Pot::undecided(),
        amount: -amount,
        charge_id,
        payment_id: Some(payment_id),
    });
    let postings = debits.iter().cloned().chain(on_its_way).collect();
    let entry = NewEntry {
        kind: EntryKind::RefundRequested,
        document: Document::Refund(id.0),
        occurred_on: london_date(now),
        dedupe_key: request_key(reference),
        postings,
    };
    ledger::post(tx, entry, now).await?;
    Ok(())
}

/// Adds the job that sends a refund, unless one is waiting already. Thousands of them, when a date is called off, keep nobody
/// waiting who stands at the till.
pub(in crate::payments) async fn enqueue_sending(
    tx: &impl ConnectionTrait,
    (id, priority): (RefundId, Priority),
    now: Instant,
) -> Result<(), Unexpected> {
    let job = NewJob::new(SEND_REFUND, &RefundJob { refund_id: id.0 })?;
    let job = job.once(format!("{SEND_REFUND}:{}", id.0)).priority(priority);
    jobs::enqueue(tx, job, now).await?;
    Ok(())
}
