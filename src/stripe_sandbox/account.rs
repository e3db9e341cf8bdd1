//! The account's state, and one locked look at it at one instant. Every act is a method of [`Account`], in the file
//! named after the act.

use std::collections::VecDeque;

use serde::{Deserialize, Serialize};

use super::balance::{BalanceTransaction, Payout};
use super::faults::PlannedFault;
use super::idempotency::KeptAnswers;
use super::journal::ApiCall;
use super::objects::{
    CheckoutSession, Payment, PaymentStatus, QueuedWebhook, Refund, RefundOutcome, RefundStatus, StripeEvent,
};
use crate::kernel::clock::Instant;
use crate::kernel::money::Pence;
use crate::kernel::tokens::TokenSource;

/// Everything the local Stripe remembers. Lists are in order of creation, oldest first.
#[derive(Default, Serialize, Deserialize)]
pub(super) struct State {
    pub(super) sessions: Vec<CheckoutSession>,
    pub(super) payments: Vec<Payment>,
    pub(super) refunds: Vec<Refund>,
    /// States from before there were payouts have none.
    #[serde(default)]
    pub(super) transactions: Vec<BalanceTransaction>,
    #[serde(default)]
    pub(super) payouts: Vec<Payout>,
    pub(super) events: Vec<StripeEvent>,
    pub(super) webhooks: Vec<QueuedWebhook>,
    pub(super) webhooks_queued: u64,
    pub(super) kept_answers: KeptAnswers,
    #[serde(skip)]
    pub(super) journal: VecDeque<ApiCall>,
    #[serde(skip)]
    pub(super) faults: Vec<PlannedFault>,
    #[serde(skip)]
    pub(super) refund_outcome: RefundOutcome,
    #[serde(skip)]
    pub(super) is_changed: bool,
}

/// The API request that causes a change, as named in the events it makes.
#[derive(Clone)]
pub(super) struct Cause {
    pub(super) request_id: String,
    pub(super) idempotency_key: Option<String>,
}

/// The state, locked, with the instant and the sources an act needs.
pub(super) struct Account<'a> {
    pub(super) state: &'a mut State,
    pub(super) now: Instant,
    pub(super) tokens: &'a dyn TokenSource,
    pub(super) base_url: &'a str,
    pub(super) cause: Option<Cause>,
}

impl Account<'_> {
    /// A new id in Stripe's manner, such as `evt_0b57…`.
    pub(super) fn new_id(&self, prefix: &str) -> String {
        let mut bytes = [0; 16];
        self.tokens.fill(&mut bytes);
        format!("{prefix}_{}", hex::encode(bytes))
    }

    pub(super) fn session(&self, id: &str) -> Option<&CheckoutSession> {
        self.state.sessions.iter().find(|session| session.id == id)
    }

    pub(super) fn payment(&self, id: &str) -> Option<&Payment> {
        self.state.payments.iter().find(|payment| payment.id == id)
    }

    pub(super) fn refund(&self, id: &str) -> Option<&Refund> {
        self.state.refunds.iter().find(|refund| refund.id == id)
    }

    /// Changes a session, if there is one of that id.
    pub(super) fn change_session(&mut self, id: &str, change: impl FnOnce(&mut CheckoutSession)) {
        self.state.is_changed = true;
        self.state.sessions.iter_mut().find(|session| session.id == id).map(change);
    }

    /// Changes a payment, if there is one of that id.
    pub(super) fn change_payment(&mut self, id: &str, change: impl FnOnce(&mut Payment)) {
        self.state.is_changed = true;
        self.state.payments.iter_mut().find(|payment| payment.id == id).map(change);
    }

    /// What has been given back of a payment; failed refunds do not count.
    pub(super) fn refunded_of(&self, payment_id: &str) -> Pence {
        self.state
            .refunds
            .iter()
            .filter(|refund| refund.payment_intent == payment_id && refund.status != RefundStatus::Failed)
            .map(|refund| refund.amount)
            .sum()
    }

    /// All money taken, in pence.
    pub(super) fn total_charged(&self) -> Pence {
        self.state
            .payments
            .iter()
            .filter(|payment| payment.status == PaymentStatus::Succeeded)
            .map(|payment| payment.amount)
            .sum()
    }

    /// All money given back, in pence; failed refunds do not count.
    pub(super) fn total_refunded(&self) -> Pence {
        self.state.payments.iter().map(|payment| self.refunded_of(&payment.id)).sum()
    }
}
