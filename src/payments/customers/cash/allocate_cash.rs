//! An officer sets money on a customer's account against one of its invoices (INV-7, AC-09).

use super::queries::cash_of;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::db::Tx;
use crate::jobs::{self, NewJob};
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::invoices::queries::find_account;
use crate::payments::queries::charge_money;
use crate::payments::record_bank_payment::{SETTLE_PAYMENT, SettlePayment};
use crate::payments::store::lock_charge;
use crate::unexpected_from;

/// The command.
#[derive(Clone, Copy, Debug)]
pub struct AllocateCash {
    /// Whose money and whose invoice.
    pub customer_id: i64,
    /// The payment.
    pub payment_id: i64,
    /// The billing whose invoice it is set against.
    pub billing_id: i64,
    /// The officer.
    pub allocated_by: i64,
}

/// Why nothing was set.
#[derive(Debug, thiserror::Error)]
pub enum AllocateCashError {
    /// Another customer's, or not issued.
    #[error("Choose one of this customer’s own invoices that has been issued.")]
    NotTheirInvoice,
    /// Used or given back meanwhile.
    #[error("Nothing of this payment is left: somebody has used it or given it back. Look at the list below.")]
    NothingLeft,
    /// Paid meanwhile.
    #[error("Nothing is owed on this invoice any more. Choose another one.")]
    NothingOwed,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(AllocateCashError);

/// Hands the money to whoever sold what the invoice is for, by the job of any bank payment, and gives how much it sets: as much
/// as the invoice still asks for.
pub async fn allocate_cash(app: &App, command: AllocateCash) -> Result<Pence, AllocateCashError> {
    let now = app.now();
    app.db.write_tx(async |tx| allocate(tx, command, now).await).await
}

async fn allocate(tx: &Tx, command: AllocateCash, now: Instant) -> Result<Pence, AllocateCashError> {
    let account = find_account(tx, command.billing_id).await?;
    let account = account.filter(|one| one.customer.id == command.customer_id && one.invoice.is_some());
    let charge_id = account.ok_or(AllocateCashError::NotTheirInvoice)?.charge.id;
    lock_charge(tx, charge_id).await?;
    let cash = cash_of(tx, command.customer_id).await?;
    let line = cash.iter().find(|line| line.payment_id == command.payment_id).ok_or(AllocateCashError::NothingLeft)?;
    let owed = charge_money(tx, charge_id).await?.outstanding;
    if owed <= Pence::ZERO {
        return Err(AllocateCashError::NothingOwed);
    }
    let amount = std::cmp::min(owed, line.unused);
    let job = SettlePayment { payment_id: command.payment_id, charge_id, amount };
    let once = format!("{SETTLE_PAYMENT}:{}:{charge_id}", command.payment_id);
    jobs::enqueue(tx, NewJob::new(SETTLE_PAYMENT, &job)?.once(once), now).await?;
    let reason = format!("set against charge {charge_id}");
    let entry = Entry {
        actor: Actor::Person(command.allocated_by),
        action: "payment.allocated",
        subject_kind: "payment",
        subject_id: command.payment_id,
        reason: Some(&reason),
        values: None,
    };
    audit::record(tx, entry, now).await?;
    Ok(amount)
}
