//! What a dispute seen at Stripe means here.

use std::collections::BTreeSet;

use sea_orm::ConnectionTrait;

use super::charge_fee::charge_fee;
use super::store::{self, DisputeRow};
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence, TokenSource, Unexpected};
use crate::payments::draw_from_payment::draw_from_payment;
use crate::payments::fact::MoneyFact;
use crate::payments::ledger::{self, NewEntry};
use crate::payments::ledger_entry::{Account, Document, EntryKind, Posting, Pot};
use crate::payments::locks::lock_payment_and_its_charges;
use crate::payments::refunds::disputed::{give_up_waiting, release_waiting};
use crate::payments::seen::{DisputeSeen, DisputeStanding};
use crate::payments::store::find_payment_by_intent;

/// Applies what was seen in the caller's transaction and says what the seller must hear.
pub async fn apply_dispute(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    seen: &DisputeSeen,
    now: Instant,
) -> Result<Vec<MoneyFact>, Unexpected> {
    let payment = match &seen.payment_intent {
        Some(intent) => find_payment_by_intent(tx, intent).await?,
        None => None,
    };
    let Some(payment) = payment else {
        tracing::warn!(dispute = seen.id, "a dispute of a payment that is not ours was seen");
        return Ok(Vec::new());
    };
    lock_payment_and_its_charges(tx, payment.id).await?;
    let is_new = store::insert_dispute(tx, payment.id, seen, now).await?;
    let dispute = store::load_dispute(tx, &seen.id).await?;
    if is_new {
        super::emails::tell_officers(tx, tokens, &dispute, now).await?;
    }
    if let Some(fee) = seen.fee {
        charge_fee(tx, &dispute, fee, now).await?;
    }
    let lost = match seen.standing {
        DisputeStanding::Open => Vec::new(),
        DisputeStanding::Won => {
            win(tx, &dispute, now).await?;
            Vec::new()
        }
        DisputeStanding::Lost => lose(tx, &dispute, now).await?,
    };
    let meant = ledger::charge_meant_by(tx, payment.id).await?;
    let opened = meant.filter(|_| is_new).map(|charge_id| MoneyFact::Disputed { charge_id });
    Ok(opened.into_iter().chain(lost.into_iter().map(|charge_id| MoneyFact::DisputeLost { charge_id })).collect())
}

/// The money stays: refunds that waited go out.
async fn win(tx: &impl ConnectionTrait, dispute: &DisputeRow, now: Instant) -> Result<(), Unexpected> {
    if store::mark_ended(tx, dispute.id, "won", now).await? {
        release_waiting(tx, dispute.payment_id, now).await?;
    }
    Ok(())
}

/// The bank has taken the money: refunds that waited would give it back twice, and what it paid for is owed again. Gives the
/// charge the payment was meant for and every other that it paid for in the end (a place was moved), by rising id; none when that
/// was known.
async fn lose(tx: &impl ConnectionTrait, dispute: &DisputeRow, now: Instant) -> Result<Vec<i64>, Unexpected> {
    if !store::mark_ended(tx, dispute.id, "lost", now).await? {
        return Ok(Vec::new());
    }
    give_up_waiting(tx, dispute.payment_id, now).await?;
    let amount = Pence::new(dispute.amount_pence);
    let mut postings = draw_from_payment(tx, dispute.payment_id, amount).await?;
    let meant = ledger::charge_meant_by(tx, dispute.payment_id).await?;
    let owing = postings.iter().filter(|debit| debit.account == Account::Receivable);
    let charges: BTreeSet<i64> = owing.filter_map(|debit| debit.charge_id).chain(meant).collect();
    postings.push(Posting {
        account: Account::StripeClearing,
        pot: Pot::undecided(),
        amount: -amount,
        charge_id: None,
        payment_id: Some(dispute.payment_id),
    });
    let entry = NewEntry {
        kind: EntryKind::PaymentReversed,
        document: Document::Dispute(dispute.id),
        occurred_on: london_date(now),
        dedupe_key: format!("dispute:{}:lost", dispute.stripe_dispute_id),
        postings,
    };
    ledger::post(tx, entry, now).await?;
    Ok(charges.into_iter().collect())
}
