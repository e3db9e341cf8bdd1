//! Sets money on account against a charge.

use sea_orm::ConnectionTrait;

use super::ledger::{self, NewEntry};
use super::ledger_entry::{Account, Document, EntryKind, Posting, Pot};
use super::store;
use crate::kernel::money::share_largest_remainder;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence, Unexpected};

/// What became of the money of a payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Settled {
    /// Set against the charge just now.
    pub allocated: Pence,
    /// Still on account: more than was owed. Give it back with [`refund_left_over`](super::refund_left_over()).
    pub left_over: Pence,
}

/// Sets as much of the payment's money on account against the charge as is still owed, in the caller's transaction: debit
/// money on account, where it lies for the charge it was meant for, credit what is owed. Asked again, there is nothing left to
/// set.
pub async fn settle(
    tx: &impl ConnectionTrait,
    payment_id: i64,
    charge_id: i64,
    now: Instant,
) -> Result<Settled, Unexpected> {
    store::lock_charge(tx, charge_id).await?;
    store::lock_payment(tx, payment_id).await?;
    let on_account = -ledger::balance_of_payment(tx, Account::OnAccount, payment_id).await?;
    let pots = ledger::receivable_by_pot(tx, charge_id).await?;
    let owed: Pence = pots.iter().map(|(_, amount)| *amount).sum();
    let allocated = std::cmp::max(std::cmp::min(owed, on_account), Pence::ZERO);
    let settled = Settled { allocated, left_over: on_account - allocated };
    if allocated.is_zero() {
        return Ok(settled);
    }
    let allocation_id = store::insert_allocation(tx, payment_id, charge_id, allocated, now).await?;
    let posting =
        |account, pot, amount, charge_id| Posting { account, pot, amount, charge_id, payment_id: Some(payment_id) };
    let meant_for = ledger::charge_meant_by(tx, payment_id).await?;
    let mut postings = vec![posting(Account::OnAccount, Pot::undecided(), allocated, meant_for)];
    let shares = spread(allocated, pots).into_iter();
    let set = shares.map(|(pot, amount)| posting(Account::Receivable, pot, -amount, Some(charge_id)));
    postings.extend(set);
    let entry = NewEntry {
        kind: EntryKind::PaymentAllocated,
        document: Document::Allocation(allocation_id),
        occurred_on: london_date(now),
        dedupe_key: format!("allocation:{allocation_id}"),
        postings,
    };
    ledger::post(tx, entry, now).await?;
    Ok(settled)
}

/// Shares an amount over what each pot is owed, by largest remainder, so that a part payment is fair to every fund.
pub(super) fn spread(amount: Pence, pots: Vec<(Pot, Pence)>) -> Vec<(Pot, Pence)> {
    let weights: Vec<Pence> = pots.iter().map(|(_, owed)| *owed).collect();
    let shares = share_largest_remainder(amount, &weights);
    pots.into_iter().map(|(pot, _)| pot).zip(shares).collect()
}
