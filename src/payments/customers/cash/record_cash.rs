//! An officer writes down a transfer that names no invoice: it is kept on the customer's account (INV-7, AC-09).

use chrono::NaiveDate;

use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::db::Tx;
use crate::idempotency::{self, Claim};
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence};
use crate::payments::customers::store::load;
use crate::payments::record_bank_payment::RecordBankPaymentError;
use crate::payments::record_payment::{NewPayment, record_payment};
use crate::payments::store::{self, Channel};

/// Money seen on the bank statement.
#[derive(Clone, Debug)]
pub struct RecordCash {
    /// Whose account.
    pub customer_id: i64,
    /// How much, more than nothing.
    pub amount: Pence,
    /// The day the bank gives, not in the future.
    pub value_on: NaiveDate,
    /// As the statement shows it.
    pub bank_reference: String,
    /// Who wrote it down.
    pub recorded_by: i64,
    /// The form's own key: sent twice, it is written down once (D26).
    pub idempotency_key: String,
    /// The digest of what the form said.
    pub body_digest: String,
}

/// Writes the payment down and gives its reference: debit the bank, credit money on account. Nothing is settled by it.
pub async fn record_cash(app: &App, command: &RecordCash) -> Result<String, RecordBankPaymentError> {
    let now = app.now();
    if command.amount <= Pence::ZERO {
        return Err(RecordBankPaymentError::NoMoney);
    }
    if command.value_on > london_date(now) {
        return Err(RecordBankPaymentError::InTheFuture);
    }
    app.db.write_tx(async |tx| record_once(app, tx, command, now).await).await
}

async fn record_once(app: &App, tx: &Tx, command: &RecordCash, now: Instant) -> Result<String, RecordBankPaymentError> {
    let actor = format!("person:{}", command.recorded_by);
    match idempotency::claim(tx, &command.idempotency_key, &actor, &command.body_digest, now).await? {
        Claim::Fresh => {}
        Claim::Repeat(reference) => return Ok(reference),
        Claim::Different => return Err(RecordBankPaymentError::FormUsed),
    }
    let customer = load(tx, command.customer_id).await?;
    let new = NewPayment {
        channel: Channel::BankTransfer {
            bank_reference: command.bank_reference.clone(),
            recorded_by: command.recorded_by,
        },
        amount: command.amount,
        charge_id: None,
        customer_id: Some(customer.id),
        value_on: command.value_on,
    };
    let payment_id = record_payment(tx, app.tokens.as_ref(), new, now).await?;
    let entry = Entry {
        actor: Actor::Person(command.recorded_by),
        action: "payment.recorded",
        subject_kind: "payment",
        subject_id: payment_id,
        reason: Some("on the customer's account"),
        values: None,
    };
    audit::record(tx, entry, now).await?;
    let reference = store::load_payment(tx, payment_id).await?.reference;
    idempotency::finish(tx, &command.idempotency_key, &actor, &reference).await?;
    Ok(reference)
}
