//! The account's balance: a transaction for everything that moves it, and payouts of what lies on it to the bank.

use serde::{Deserialize, Serialize};

use super::account::Account;
use crate::kernel::clock::Instant;
use crate::kernel::money::Pence;

/// What moved the balance.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct BalanceTransaction {
    pub(super) id: String,
    /// Stripe's type, such as `charge`.
    pub(super) kind: String,
    pub(super) amount: Pence,
    pub(super) fee: Pence,
    /// The object that caused it.
    pub(super) source: Option<String>,
    pub(super) created_at: Instant,
    /// The payout that paid it out, once there is one.
    pub(super) payout: Option<String>,
}

/// Money sent to the bank.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Payout {
    pub(super) id: String,
    pub(super) amount: Pence,
    pub(super) status: PayoutStatus,
    pub(super) is_automatic: bool,
    pub(super) created_at: Instant,
    pub(super) arrives_at: Instant,
    /// The balance transaction that took it off the balance, and the one that put it back.
    pub(super) transaction: String,
    pub(super) failure_transaction: Option<String>,
}

/// Where a payout stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PayoutStatus {
    /// Sent, not with the bank yet.
    InTransit,
    /// With the bank. It may still fail later.
    Paid,
    /// The bank did not take it; the money is back in the account's balance.
    Failed,
}

impl PayoutStatus {
    /// Stripe's word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::InTransit => "in_transit",
            Self::Paid => "paid",
            Self::Failed => "failed",
        }
    }
}

/// Stripe's price for a domestic card: 1.5 % and 20p.
fn card_fee(amount: Pence) -> Pence {
    Pence::new((amount.get() * 15 + 500) / 1_000 + 20)
}

impl Account<'_> {
    /// Writes down what moved the balance; gives its id.
    pub(super) fn move_balance(&mut self, kind: &str, (amount, fee): (Pence, Pence), source: Option<&str>) -> String {
        let transaction = BalanceTransaction {
            id: self.new_id("txn"),
            kind: kind.to_owned(),
            amount,
            fee,
            source: source.map(str::to_owned),
            created_at: self.now,
            payout: None,
        };
        let id = transaction.id.clone();
        self.state.is_changed = true;
        self.state.transactions.push(transaction);
        id
    }

    /// A card payment came in.
    pub(super) fn note_charge(&mut self, charge_id: &str, amount: Pence) {
        self.move_balance("charge", (amount, card_fee(amount)), Some(charge_id));
    }

    /// The transaction that a charge or a refund made, by its type.
    pub(super) fn transaction_of(&self, kind: &str, source: &str) -> Option<&str> {
        let found =
            self.state.transactions.iter().find(|one| one.kind == kind && one.source.as_deref() == Some(source));
        found.map(|one| one.id.as_str())
    }

    /// Sends everything on the balance to the bank, as the daily timetable would, or by hand: then Stripe does not say what it is
    /// made of. None when there is nothing.
    pub(super) fn pay_out(&mut self, status: PayoutStatus, is_automatic: bool) -> Option<String> {
        let waiting = self.state.transactions.iter().filter(|one| one.payout.is_none());
        let amount: Pence = waiting.map(|one| one.amount - one.fee).sum();
        if amount.is_zero() {
            return None;
        }
        let id = self.send_payout(amount, status, is_automatic);
        for one in self.state.transactions.iter_mut().filter(|one| one.payout.is_none()) {
            one.payout = Some(id.clone());
        }
        Some(id)
    }

    fn send_payout(&mut self, amount: Pence, status: PayoutStatus, is_automatic: bool) -> String {
        let id = self.new_id("po");
        let transaction = self.move_balance("payout", (-amount, Pence::ZERO), Some(&id));
        let payout = Payout {
            id: id.clone(),
            amount,
            status,
            is_automatic,
            created_at: self.now,
            arrives_at: self.now,
            transaction,
            failure_transaction: None,
        };
        self.state.payouts.push(payout);
        id
    }

    /// The bank took a payout, or did not. False when there is none of that id, or it has failed before.
    pub(super) fn end_payout(&mut self, id: &str, status: PayoutStatus) -> bool {
        let found = self.state.payouts.iter().find(|payout| payout.id == id && payout.status != PayoutStatus::Failed);
        let Some(amount) = found.map(|payout| payout.amount) else { return false };
        let failure = (status == PayoutStatus::Failed)
            .then(|| self.move_balance("payout_failure", (amount, Pence::ZERO), Some(id)));
        self.state.is_changed = true;
        for payout in self.state.payouts.iter_mut().filter(|payout| payout.id == id) {
            payout.status = status;
            payout.failure_transaction.clone_from(&failure);
        }
        true
    }
}
