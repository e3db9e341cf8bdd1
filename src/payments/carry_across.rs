//! Carries money across from one charge to another (TRF-4): a place was moved to another date, or its price changed with the
//! person, and what was paid for the old line pays for the new one. No money moves; the postings sum to nothing.

use sea_orm::ConnectionTrait;

use super::ledger::{self, NewEntry};
use super::ledger_entry::{Account, Document, EntryKind, Posting, Pot};
use super::settle::spread;
use super::store;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence, Unexpected};

/// What is to be carried across.
#[derive(Clone, Copy, Debug)]
pub struct Carry<'a> {
    /// The charge that was paid; its lines have been credited first.
    pub from: i64,
    /// The charge that owes.
    pub to: i64,
    /// No more than this.
    pub most: Pence,
    /// Names the act; a second time nothing is carried.
    pub dedupe_key: &'a str,
}

/// Carries what was paid on `from` beyond what is still owed there, as far as `to` owes it. Gives how much. The oldest payment
/// first; refunds of `to` can then come out of it (REF-10: back the way it came).
pub async fn carry_across(tx: &impl ConnectionTrait, carry: Carry<'_>, now: Instant) -> Result<Pence, Unexpected> {
    for charge_id in [std::cmp::min(carry.from, carry.to), std::cmp::max(carry.from, carry.to)] {
        store::lock_charge(tx, charge_id).await?;
    }
    let from = ledger::owed_and_set(tx, carry.from).await?;
    let owed = ledger::balance_of_charge(tx, Account::Receivable, carry.to).await?;
    let mut left = most_to_carry(carry.most, -from.owed, owed);
    let mut carried = Pence::ZERO;
    for (payment_id, held) in from.drawable {
        let amount = std::cmp::min(left, held);
        if amount <= Pence::ZERO {
            continue;
        }
        if carry_payment(tx, &carry, (payment_id, amount), now).await? {
            carried += amount;
        }
        left -= amount;
    }
    Ok(carried)
}

/// Never more than asked, than was paid too much here, or than is owed there; never less than nothing.
fn most_to_carry(most: Pence, overpaid: Pence, owed: Pence) -> Pence {
    std::cmp::max(most.min(overpaid).min(owed), Pence::ZERO)
}

async fn carry_payment(
    tx: &impl ConnectionTrait,
    carry: &Carry<'_>,
    (payment_id, amount): (i64, Pence),
    now: Instant,
) -> Result<bool, Unexpected> {
    store::lock_payment(tx, payment_id).await?;
    let allocation_id = store::insert_allocation(tx, payment_id, carry.to, amount, now).await?;
    let posting = |charge_id: i64, pot: Pot, amount: Pence| Posting {
        account: Account::Receivable,
        pot,
        amount,
        charge_id: Some(charge_id),
        payment_id: Some(payment_id),
    };
    let too_much = pots(tx, carry.from, |held| -held).await?;
    let owing = pots(tx, carry.to, |held| held).await?;
    let taken = spread(amount, too_much).into_iter().map(|(pot, part)| posting(carry.from, pot, part));
    let given = spread(amount, owing).into_iter().map(|(pot, part)| posting(carry.to, pot, -part));
    let entry = NewEntry {
        kind: EntryKind::PaymentCarried,
        document: Document::Allocation(allocation_id),
        occurred_on: london_date(now),
        dedupe_key: format!("carried:{}:{payment_id}", carry.dedupe_key),
        postings: taken.chain(given).collect(),
    };
    ledger::post(tx, entry, now).await
}

/// The pots of a charge with what each holds in the direction asked for; those that hold nothing of it are left out.
async fn pots(
    tx: &impl ConnectionTrait,
    charge_id: i64,
    direction: fn(Pence) -> Pence,
) -> Result<Vec<(Pot, Pence)>, Unexpected> {
    let pots = ledger::receivable_by_pot(tx, charge_id).await?;
    Ok(pots.into_iter().map(|(pot, held)| (pot, direction(held))).filter(|(_, held)| *held > Pence::ZERO).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn never_more_than_asked_than_was_paid_too_much_or_than_is_owed() {
        let table = [
            (9_000, 9_000, 9_000, 9_000),
            (9_000, 5_000, 9_000, 5_000),
            (9_000, 9_000, 4_000, 4_000),
            (9_000, -1, 9_000, 0),
        ];
        for (most, overpaid, owed, expected) in table {
            let most = most_to_carry(Pence::new(most), Pence::new(overpaid), Pence::new(owed));
            assert_eq!(most, Pence::new(expected));
        }
    }
}
