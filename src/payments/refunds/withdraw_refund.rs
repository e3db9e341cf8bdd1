//! An officer finds that a refund that did not arrive is not to be paid at all, such as one that was given back in Stripe's
//! dashboard as well. The money returns to where it was before, where everybody sees it.

use super::postings::post_dropped;
use super::store;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;
use crate::payments::charge::RefundId;
use crate::payments::locks::lock_payment_and_its_charges;
use crate::unexpected_from;

/// A refund that is not to be paid.
#[derive(Clone, Debug)]
pub struct WithdrawRefund {
    /// Which.
    pub refund_id: RefundId,
    /// Why, for the record and for whoever asks later.
    pub reason: String,
    /// Who says so.
    pub withdrawn_by: i64,
}

/// Why it was not withdrawn.
#[derive(Debug, thiserror::Error)]
pub enum WithdrawRefundError {
    /// It is on its way, has arrived, or was withdrawn before.
    #[error("the refund cannot be withdrawn")]
    NotWaiting,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(WithdrawRefundError);

/// Withdraws a refund that failed or is to be paid by hand.
pub async fn withdraw_refund(app: &App, command: WithdrawRefund) -> Result<(), WithdrawRefundError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let known = store::load_refund(tx, command.refund_id).await?;
            lock_payment_and_its_charges(tx, known.row.payment_id).await?;
            let refund = store::load_refund(tx, command.refund_id).await?;
            if !refund.is_with_an_officer() || !store::mark_given_up(tx, &refund, &command.reason, now).await? {
                return Err(WithdrawRefundError::NotWaiting);
            }
            post_dropped(tx, &refund, now).await?;
            let entry = Entry {
                actor: Actor::Person(command.withdrawn_by),
                action: "refund.withdrawn",
                subject_kind: "refund",
                subject_id: refund.row.id,
                reason: Some(&command.reason),
                values: None,
            };
            audit::record(tx, entry, now).await?;
            Ok(())
        })
        .await
}
