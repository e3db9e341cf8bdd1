//! An officer gives money on a customer's account back: a refund to be paid by hand, with the reference of the transfer (INV-7,
//! REF-10). Above £500 it waits for a second person (D11).

use super::queries::cash_of;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::kernel::Unexpected;
use crate::payments::charge::RefundId;
use crate::payments::locks::lock_payment_and_its_charges;
use crate::payments::refunds::left_over_asked_by;
use crate::unexpected_from;

/// What officers and the payer read.
const REASON: &str = "paid and not owed";

/// The command.
#[derive(Clone, Copy, Debug)]
pub struct GiveBackCash {
    /// Whose money.
    pub customer_id: i64,
    /// The payment; whatever of it is not used goes back.
    pub payment_id: i64,
    /// The officer.
    pub asked_by: i64,
}

/// Why nothing goes back.
#[derive(Debug, thiserror::Error)]
pub enum GiveBackCashError {
    /// Used or given back meanwhile.
    #[error("Nothing of this payment is left: somebody has used it or given it back. Look at the list below.")]
    NothingLeft,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(GiveBackCashError);

/// Writes the refund; an officer pays it from the bank and writes down the reference.
pub async fn give_back_cash(app: &App, command: GiveBackCash) -> Result<RefundId, GiveBackCashError> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            lock_payment_and_its_charges(tx, command.payment_id).await?;
            if !cash_of(tx, command.customer_id).await?.iter().any(|line| line.payment_id == command.payment_id) {
                return Err(GiveBackCashError::NothingLeft);
            }
            let asked = (REASON, Some(command.asked_by));
            let refund = left_over_asked_by(tx, app.tokens.as_ref(), command.payment_id, asked, now).await?;
            let refund = refund.ok_or(GiveBackCashError::NothingLeft)?;
            let entry = Entry {
                actor: Actor::Person(command.asked_by),
                action: "refund.asked_for",
                subject_kind: "refund",
                subject_id: refund.0,
                reason: Some(REASON),
                values: None,
            };
            audit::record(tx, entry, now).await?;
            Ok(refund)
        })
        .await
}
