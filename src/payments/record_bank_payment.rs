//! An officer writes down money seen on the bank statement (D14). It has the same effect as money by card: the seller decides
//! what it buys.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};

use super::record_payment::{NewPayment, record_payment};
use super::store::{self, Channel};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::db::Tx;
use crate::idempotency::{self, Claim};
use crate::jobs::{self, NewJob};
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::unexpected_from;

/// The name of the job that hands the money on to whoever sold the thing.
pub const SETTLE_PAYMENT: &str = "settle_payment";

/// Which payment a job is for, and what it was meant for.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct SettlePayment {
    /// The payment's row.
    pub payment_id: i64,
    /// The charge's row.
    pub charge_id: i64,
    /// How much came.
    pub amount: Pence,
}

/// Money seen on the bank statement.
#[derive(Clone, Debug)]
pub struct RecordBankPayment {
    /// What it is for.
    pub charge_id: i64,
    /// How much, more than nothing. It may be less or more than is owed (INV-7).
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

/// Why money was not written down.
#[derive(Debug, thiserror::Error)]
pub enum RecordBankPaymentError {
    /// Nothing, or less.
    #[error("the amount is not more than nothing")]
    NoMoney,
    /// The bank cannot have credited it yet.
    #[error("the value date is in the future")]
    InTheFuture,
    /// The same form was sent with other words before.
    #[error("the form was sent before with something else in it")]
    FormUsed,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(RecordBankPaymentError);

/// Writes the payment down and gives its reference: debit the bank, credit money on account; a job hands it on. The same form
/// sent again gives the same reference.
pub async fn record_bank_payment(app: &App, command: RecordBankPayment) -> Result<String, RecordBankPaymentError> {
    let now = app.now();
    if command.amount <= Pence::ZERO {
        return Err(RecordBankPaymentError::NoMoney);
    }
    if command.value_on > london_date(now) {
        return Err(RecordBankPaymentError::InTheFuture);
    }
    app.db.write_tx(async |tx| record_once(app, tx, &command, now).await).await
}

async fn record_once(
    app: &App,
    tx: &Tx,
    command: &RecordBankPayment,
    now: Instant,
) -> Result<String, RecordBankPaymentError> {
    let actor = format!("person:{}", command.recorded_by);
    match idempotency::claim(tx, &command.idempotency_key, &actor, &command.body_digest, now).await? {
        Claim::Fresh => {}
        Claim::Repeat(reference) => return Ok(reference),
        Claim::Different => return Err(RecordBankPaymentError::FormUsed),
    }
    store::lock_charge(tx, command.charge_id).await?;
    let new = NewPayment {
        channel: Channel::BankTransfer {
            bank_reference: command.bank_reference.clone(),
            recorded_by: command.recorded_by,
        },
        amount: command.amount,
        charge_id: Some(command.charge_id),
        customer_id: None,
        value_on: command.value_on,
    };
    let payment_id = record_payment(tx, app.tokens.as_ref(), new, now).await?;
    hand_on_later(tx, command, payment_id, now).await?;
    let reference = store::load_payment(tx, payment_id).await?.reference;
    idempotency::finish(tx, &command.idempotency_key, &actor, &reference).await?;
    Ok(reference)
}

async fn hand_on_later(
    tx: &impl ConnectionTrait,
    command: &RecordBankPayment,
    payment_id: i64,
    now: Instant,
) -> Result<(), Unexpected> {
    let job = SettlePayment { payment_id, charge_id: command.charge_id, amount: command.amount };
    jobs::enqueue(tx, NewJob::new(SETTLE_PAYMENT, &job)?.once(format!("{SETTLE_PAYMENT}:{payment_id}")), now).await?;
    let entry = Entry {
        actor: Actor::Person(command.recorded_by),
        action: "payment.recorded",
        subject_kind: "payment",
        subject_id: payment_id,
        reason: None,
        values: None,
    };
    audit::record(tx, entry, now).await?;
    Ok(())
}
