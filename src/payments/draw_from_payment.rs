//! Where money lies that somebody else has already taken out of a payment: Stripe's dashboard, or the payer's bank.

use sea_orm::ConnectionTrait;

use super::ledger;
use super::ledger_entry::{Account, Posting, Pot};
use crate::kernel::{Pence, Unexpected};

/// Debits that add up to `amount`: first what of the payment is on account, then what is set against charges. Whatever is
/// left was given back twice; it is put to the charge the payment was meant for, where it shows as owed.
pub(super) async fn draw_from_payment(
    tx: &impl ConnectionTrait,
    payment_id: i64,
    amount: Pence,
) -> Result<Vec<Posting>, Unexpected> {
    let debit = |account, charge_id, amount| Posting {
        account,
        pot: Pot::undecided(),
        amount,
        charge_id,
        payment_id: Some(payment_id),
    };
    let meant_for = ledger::charge_meant_by(tx, payment_id).await?;
    let mut left = amount;
    let mut debits = Vec::new();
    let on_account = -ledger::balance_of_payment(tx, Account::OnAccount, payment_id).await?;
    let mut sources = vec![(Account::OnAccount, meant_for, on_account)];
    let set = ledger::charges_drawn_on(tx, payment_id).await?;
    sources.extend(set.into_iter().map(|(charge_id, held)| (Account::Receivable, Some(charge_id), held)));
    for (account, charge_id, held) in sources {
        let taken = std::cmp::min(held, left);
        if taken > Pence::ZERO {
            debits.push(debit(account, charge_id, taken));
            left -= taken;
        }
    }
    if left > Pence::ZERO {
        debits.push(debit(Account::Receivable, meant_for, left));
    }
    Ok(debits)
}
