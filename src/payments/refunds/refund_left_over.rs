//! Gives back money that bought nothing: paid twice, too late, or for what was cancelled meanwhile (HLD-5 to HLD-7).

use sea_orm::ConnectionTrait;

use super::open_refund::{NewRefund, SECOND_PERSON_ABOVE, open_refund};
use crate::jobs::Priority;
use crate::kernel::{Instant, TokenSource, Unexpected};
use crate::payments::charge::RefundId;
use crate::payments::ledger;
use crate::payments::ledger_entry::{Account, Posting, Pot};
use crate::payments::store as money;

/// Writes a refund of whatever of the payment is on account, in the caller's transaction. None when nothing is: asked
/// again, it has gone already. The caller tells the payer why, in the words of what was sold.
pub async fn refund_left_over(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    payment_id: i64,
    reason: &str,
    now: Instant,
) -> Result<Option<RefundId>, Unexpected> {
    left_over_asked_by(tx, tokens, payment_id, (reason, None), now).await
}

/// The same for an officer who asks.
pub(in crate::payments) async fn left_over_asked_by(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    payment_id: i64,
    (reason, requested_by): (&str, Option<i64>),
    now: Instant,
) -> Result<Option<RefundId>, Unexpected> {
    let payment = money::lock_payment(tx, payment_id).await?;
    let amount = -ledger::balance_of_payment(tx, Account::OnAccount, payment_id).await?;
    if amount.get() <= 0 {
        return Ok(None);
    }
    let charge_id = ledger::charge_meant_by(tx, payment_id).await?;
    let debit =
        Posting { account: Account::OnAccount, pot: Pot::undecided(), amount, charge_id, payment_id: Some(payment_id) };
    let new = NewRefund {
        payment: &payment,
        charge_id,
        amount,
        reason,
        dedupe_key: format!("left_over:{payment_id}:{}", tokens.reference()),
        lines: &[],
        requested_by,
        priority: Priority::Usual,
        needs_second_person: amount > SECOND_PERSON_ABOVE,
        debits: vec![debit],
    };
    open_refund(tx, tokens, new, now).await.map(Some)
}
