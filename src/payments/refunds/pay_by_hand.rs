//! An officer writes down that a refund was paid by bank transfer (REF-10). Only the reference of that payment is kept; the
//! payee's bank details never are (D13).

use super::open_refund::RefundJob;
use super::postings::post_paid;
use super::store;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::jobs::{self, NewJob};
use crate::kernel::Unexpected;
use crate::payments::charge::RefundId;
use crate::payments::disputes;
use crate::payments::ledger_entry::Account;
use crate::payments::store::lock_payment;
use crate::unexpected_from;

/// A refund paid by bank transfer.
#[derive(Clone, Debug)]
pub struct PayByHand {
    /// Which.
    pub refund_id: RefundId,
    /// The reference of the transfer, as the bank statement shows it.
    pub bank_reference: String,
    /// Who paid it.
    pub paid_by: i64,
}

/// The name of the job that tells whoever sold the thing that money is back with its payer.
pub const TELL_OF_REFUND: &str = "tell_of_refund";

/// The charge a refund belongs to, for the job.
pub async fn charge_of_refund(app: &App, refund_id: RefundId) -> Result<Option<i64>, Unexpected> {
    Ok(store::load_refund(app.db.reader(), refund_id).await?.row.charge_id)
}

/// Why it was not written down.
#[derive(Debug, thiserror::Error)]
pub enum PayByHandError {
    /// It is not to be paid by hand, or somebody wrote it down before.
    #[error("the refund is not to be paid by hand")]
    NotWaiting,
    /// The payer's bank is asked for the money already; paid by hand now, it could come back twice (REF-19).
    #[error("a dispute about the payment is open")]
    Disputed,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(PayByHandError);

/// Writes the payment down: debit refunds on their way, credit the bank.
pub async fn pay_by_hand(app: &App, command: PayByHand) -> Result<(), PayByHandError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let known = store::load_refund(tx, command.refund_id).await?;
            lock_payment(tx, known.row.payment_id).await?;
            if disputes::is_open(tx, known.row.payment_id).await? {
                return Err(PayByHandError::Disputed);
            }
            let refund = store::load_refund(tx, command.refund_id).await?;
            if !store::mark_paid_by_hand(tx, &refund, &command.bank_reference, now).await? {
                return Err(PayByHandError::NotWaiting);
            }
            post_paid(tx, &refund, Account::Bank, now).await?;
            let entry = Entry {
                actor: Actor::Person(command.paid_by),
                action: "refund.paid_by_hand",
                subject_kind: "refund",
                subject_id: refund.row.id,
                reason: None,
                values: None,
            };
            audit::record(tx, entry, now).await?;
            let job = RefundJob { refund_id: refund.row.id };
            let told = NewJob::new(TELL_OF_REFUND, &job)?.once(format!("{TELL_OF_REFUND}:{}", refund.row.id));
            jobs::enqueue(tx, told, now).await?;
            Ok(())
        })
        .await
}
