//! What the local Stripe account holds: checkout sessions, payments, refunds and events. Plain data, no behaviour.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::kernel::clock::Instant;
use crate::kernel::money::Pence;

/// Strings attached to an object by the caller, as Stripe keeps them.
pub(super) type Metadata = BTreeMap<String, String>;

/// One hosted checkout, from creation to paid or expired.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct CheckoutSession {
    /// Stripe's id, `cs_test_…`.
    pub id: String,
    /// Open until it is paid or its time is over.
    pub status: SessionStatus,
    /// When it was created (UTC).
    pub created_at: Instant,
    /// When nobody can pay it any more (UTC).
    pub expires_at: Instant,
    /// What is sold.
    pub lines: Vec<SessionLine>,
    /// The sum of the lines, in pence.
    pub amount_total: Pence,
    /// Where the payer goes after paying; still holds `{CHECKOUT_SESSION_ID}`.
    pub success_url: String,
    /// Where the payer goes when leaving without paying.
    pub cancel_url: Option<String>,
    /// The caller's own reference.
    pub client_reference_id: Option<String>,
    /// The payer's email address, if the caller gave it.
    pub customer_email: Option<String>,
    /// Metadata of the session (it does not travel to the payment).
    pub metadata: BTreeMap<String, String>,
    /// Description for the payment.
    pub payment_description: Option<String>,
    /// Metadata for the payment.
    pub payment_metadata: BTreeMap<String, String>,
    /// The payment's id, once the payer has tried to pay.
    pub payment_intent: Option<String>,
}

/// Where a checkout session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SessionStatus {
    /// Can be paid.
    Open,
    /// Paid.
    Complete,
    /// Ended without payment.
    Expired,
}

impl SessionStatus {
    /// Stripe's word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Complete => "complete",
            Self::Expired => "expired",
        }
    }
}

/// One line of a checkout.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct SessionLine {
    /// The product's name, as the payer reads it.
    pub name: String,
    /// A second line of text about the product.
    pub description: Option<String>,
    /// Price of one, in pence.
    pub unit_amount: Pence,
    /// How many.
    pub quantity: i64,
    /// Unit price times quantity, in pence.
    pub amount: Pence,
}

/// A payment intent and, once it has succeeded, its one charge.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Payment {
    pub(super) id: String,
    pub(super) session_id: String,
    pub(super) charge_id: Option<String>,
    pub(super) amount: Pence,
    pub(super) status: PaymentStatus,
    pub(super) created_at: Instant,
    pub(super) email: Option<String>,
    pub(super) description: Option<String>,
    pub(super) metadata: Metadata,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum PaymentStatus {
    /// The last card was declined; the payer may try again.
    Declined,
    Succeeded,
    Cancelled,
}

impl PaymentStatus {
    pub(super) fn word(self) -> &'static str {
        match self {
            Self::Declined => "requires_payment_method",
            Self::Succeeded => "succeeded",
            Self::Cancelled => "canceled",
        }
    }
}

/// Money on its way back to the payer.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub struct Refund {
    /// Stripe's id, `re_…`.
    pub id: String,
    /// The payment it takes from.
    pub payment_intent: String,
    /// The charge it takes from.
    pub charge: String,
    /// In pence.
    pub amount: Pence,
    /// Where it stands.
    pub status: RefundStatus,
    /// When it was asked for (UTC).
    pub created_at: Instant,
    /// `duplicate`, `fraudulent` or `requested_by_customer`.
    pub reason: Option<String>,
    /// The caller's metadata.
    pub metadata: BTreeMap<String, String>,
}

/// Where a refund stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RefundStatus {
    /// The bank has not answered.
    Pending,
    /// The money is with the payer's bank. It may still fail later.
    Succeeded,
    /// The money is back in the account's balance.
    Failed,
}

impl RefundStatus {
    /// Stripe's word for it.
    pub fn word(self) -> &'static str {
        match self {
            Self::Pending => "pending",
            Self::Succeeded => "succeeded",
            Self::Failed => "failed",
        }
    }
}

/// What shall happen to refunds asked for from now on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum RefundOutcome {
    /// Succeeds at once.
    #[default]
    Succeed,
    /// Stays pending until `finish_refund`.
    Pending,
    /// Is accepted (200) with the status `failed`.
    Fail,
}

/// Something that happened, as told to the webhook endpoint.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct StripeEvent {
    pub(super) id: String,
    pub(super) kind: String,
    /// The exact bytes every delivery sends.
    pub(super) payload: String,
    pub(super) created_at: Instant,
    pub(super) delivered: bool,
}

/// One delivery that still has to be made.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct QueuedWebhook {
    pub(super) number: u64,
    pub(super) event_id: String,
    pub(super) due_at: Instant,
    pub(super) attempts: u32,
}
