//! Writes down money that came in. It lies on account until the seller decides what it buys.

use chrono::NaiveDate;
use entity::payment;
use sea_orm::{ActiveValue::Set, ConnectionTrait};

use super::ledger::{self, NewEntry};
use super::ledger_entry::{Account, Document, EntryKind, Posting, Pot};
use super::store;
use crate::kernel::{Instant, Pence, TokenSource, Unexpected};

/// How money came.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Channel {
    /// By card, through Stripe.
    Card {
        /// The checkout it came through; each brings money once at most.
        checkout_id: i64,
        /// Stripe's id of the payment; refunds name it.
        payment_intent: Option<String>,
    },
    /// Into the bank account, written down by an officer (D14).
    BankTransfer {
        /// As the bank statement shows it.
        bank_reference: String,
        /// Who wrote it down.
        recorded_by: i64,
    },
}

/// Money that came in.
#[derive(Clone, Debug)]
pub(super) struct NewPayment {
    pub(super) channel: Channel,
    pub(super) amount: Pence,
    /// What the payer meant it for.
    pub(super) charge_id: i64,
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
    let (account, method) = match &new.channel {
        Channel::Card { .. } => (Account::StripeClearing, "card"),
        Channel::BankTransfer { .. } => (Account::Bank, "bank_transfer"),
    };
    let mut row = payment::ActiveModel {
        reference: Set(reference.clone()),
        method: Set(method.to_owned()),
        amount_pence: Set(new.amount.get()),
        value_on: Set(new.value_on),
        received_at: Set(now),
        ..Default::default()
    };
    match new.channel {
        Channel::Card { checkout_id, payment_intent } => {
            row.checkout_id = Set(Some(checkout_id));
            row.stripe_payment_intent = Set(payment_intent);
        }
        Channel::BankTransfer { bank_reference, recorded_by } => {
            row.bank_reference = Set(Some(bank_reference));
            row.recorded_by_id = Set(Some(recorded_by));
        }
    }
    let payment_id = store::insert_payment(tx, row).await?;
    let received = Posting {
        account,
        pot: Pot::undecided(),
        amount: new.amount,
        charge_id: Some(new.charge_id),
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
