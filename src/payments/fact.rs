//! What the money side learns and whoever sold the thing must hear of; `facts.rs` at the top hands it on.

use super::charge::RefundId;
use crate::kernel::Pence;

/// Something that happened to money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum MoneyFact {
    /// Money came in, meant for a charge. It is on account until the seller decides what it buys (HLD-5 to HLD-7).
    PaymentArrived {
        /// The payment's row.
        payment_id: i64,
        /// What it was meant for.
        charge_id: i64,
        /// How much.
        amount: Pence,
    },
    /// A checkout ended without payment; another may still be open.
    CheckoutExpired {
        /// What it was for.
        charge_id: i64,
    },
    /// Money is back with the payer.
    RefundSucceeded {
        /// The refund.
        refund_id: RefundId,
        /// The charge it belongs to, if any.
        charge_id: Option<i64>,
    },
    /// Money did not go back; it will be tried again or paid by hand (REF-11).
    RefundFailed {
        /// The refund.
        refund_id: RefundId,
        /// The charge it belongs to, if any.
        charge_id: Option<i64>,
    },
    /// The bank decided a dispute against us: the money is gone, and what it paid for is owed again.
    DisputeLost {
        /// What the payment was for; one fact for each charge that it paid in the end.
        charge_id: i64,
    },
    /// The payer's bank disputes a payment: no refund, no self-service while it is open (REF-19).
    Disputed {
        /// What the payment was for.
        charge_id: i64,
    },
}
