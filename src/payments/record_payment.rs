//! Writes down money that came in. It lies on account until the seller decides what it buys.

use chrono::NaiveDate;
use sea_orm::ConnectionTrait;

use super::ledger::{self, NewEntry};
use super::ledger_entry::{Account, Document, EntryKind, Posting, Pot};
use super::store::{self, Channel, NewPaymentRow};
use crate::kernel::{Instant, Pence, TokenSource, Unexpected};

/// Money that came in.
#[derive(Clone, Debug)]
pub(super) struct NewPayment {
    pub(super) channel: Channel,
    pub(super) amount: Pence,
    /// What the payer meant it for; none when that is not known.
    pub(super) charge_id: Option<i64>,
    /// The customer whose account it is kept on, when no charge is known (INV-7).
    pub(super) customer_id: Option<i64>,
    /// The day the money was ours, London.
    pub(super) value_on: NaiveDate,
}

/// Writes the payment in the caller's transaction: debit the bank or the card processor, credit money on account.
pub(super) async fn record_payment(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    new: NewPayment,
    now: Instant,
) -> Result<i64, Unexpected> {
    let reference = tokens.reference();
    let row = NewPaymentRow {
        reference: &reference,
        channel: &new.channel,
        amount: new.amount,
        value_on: new.value_on,
        customer_id: new.customer_id,
    };
    let payment_id = store::insert_payment(tx, row, now).await?;
    let account = match new.channel {
        Channel::Card { .. } => Account::StripeClearing,
        Channel::BankTransfer { .. } => Account::Bank,
    };
    let received = Posting {
        account,
        pot: Pot::undecided(),
        amount: new.amount,
        charge_id: new.charge_id,
        payment_id: Some(payment_id),
    };
    let on_account = Posting { account: Account::OnAccount, ..received.clone().reversed() };
    let entry = NewEntry {
        kind: EntryKind::PaymentReceived,
        document: Document::Payment(payment_id),
        occurred_on: new.value_on,
        dedupe_key: format!("payment:{reference}:received"),
        postings: vec![received, on_account],
    };
    ledger::post(tx, entry, now).await?;
    Ok(payment_id)
}
