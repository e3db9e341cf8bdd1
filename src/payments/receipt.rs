//! A receipt as templates show it: what was charged, line by line, what came in and what went back. Every figure is a sum of
//! postings, in words already.

use serde::Serialize;

/// A charge's receipt.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Receipt {
    /// The charge's reference.
    pub reference: String,
    /// Whose charge it is.
    pub payer: String,
    /// In words.
    pub description: String,
    /// Such as "Friday 28 August 2026".
    pub raised_on: String,
    /// What was charged.
    pub lines: Vec<ReceiptLine>,
    /// The sum of the lines.
    pub total: String,
    /// What is no longer owed; empty when nothing was credited.
    pub credited: String,
    /// What has come in.
    pub paid: String,
    /// What is back with the payer; empty when nothing is.
    pub refunded: String,
    /// What is on its way back; empty when nothing is.
    pub refund_pending: String,
    /// What is still owed; empty when nothing is.
    pub outstanding: String,
    /// Money received, the oldest first.
    pub payments: Vec<ReceiptMovement>,
    /// Refunds, the oldest first.
    pub refunds: Vec<ReceiptMovement>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReceiptLine {
    /// What for.
    pub description: String,
    /// "£40 off £90", or empty.
    pub discount: String,
    /// "includes £15 VAT at 20%", or empty: a body that is not registered prints nothing about VAT (INV-8).
    pub vat: String,
    /// What was charged.
    pub price: String,
}

/// Money that came or went.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ReceiptMovement {
    /// The payment's or refund's reference.
    pub reference: String,
    /// "By card", "By bank transfer", or how a refund stands.
    pub how: &'static str,
    /// Such as "Friday 28 August 2026".
    pub on: String,
    /// How much.
    pub amount: String,
}
