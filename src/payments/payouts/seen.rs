//! A payout and a balance transaction as Stripe shows them, read leniently from their JSON.

use chrono::{DateTime, NaiveDate};
use serde::Deserialize;
use serde_json::Value;

use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Pence};
use crate::payments::seen::{IdOrObject, Unreadable, read};

/// How a payout stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PayoutStatus {
    /// The bank has not got it.
    OnItsWay,
    /// The bank has it. It may still come back.
    Paid,
    /// The bank did not take it, or it was called off.
    Failed,
}

impl PayoutStatus {
    /// The stored word.
    pub const fn word(self) -> &'static str {
        match self {
            Self::OnItsWay => "on_its_way",
            Self::Paid => "paid",
            Self::Failed => "failed",
        }
    }

    /// Reads a [`word`](Self::word).
    pub fn parse(word: &str) -> Option<Self> {
        [Self::OnItsWay, Self::Paid, Self::Failed].into_iter().find(|known| known.word() == word)
    }

    /// As an officer reads it.
    pub const fn label(self) -> &'static str {
        match self {
            Self::OnItsWay => "On its way",
            Self::Paid => "In the bank",
            Self::Failed => "Came back: the bank did not take it",
        }
    }
}

/// A payout as Stripe shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PayoutSeen {
    /// `po_…`.
    pub id: String,
    /// What is paid out; below zero when Stripe takes money from the bank.
    pub amount: Pence,
    /// Lower-case code.
    pub currency: String,
    /// How it stands.
    pub status: PayoutStatus,
    /// By Stripe's timetable. Of one that was made by hand, Stripe does not say what it is made of.
    pub is_automatic: bool,
    /// Stripe knows everything it is made of.
    pub is_complete: bool,
    /// When it was made.
    pub made_at: Instant,
    /// The day it is in the bank, or is expected there.
    pub arrives_on: NaiveDate,
}

/// A line of a payout as Stripe shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TransactionSeen {
    /// `txn_…`.
    pub id: String,
    /// Stripe's word for what it is.
    pub stripe_type: String,
    /// What came in; below zero what went out.
    pub amount: Pence,
    /// What Stripe kept of it.
    pub fee: Pence,
    /// When.
    pub happened_at: Instant,
    /// The id of what caused it; empty when there is none.
    pub source: String,
    /// The payment it concerns, when the source says so.
    pub payment_intent: Option<String>,
    /// Our own reference of the refund it is for, when we sent it.
    pub refund_reference: Option<String>,
}

#[derive(Deserialize)]
struct RawPayout {
    id: String,
    amount: i64,
    currency: Option<String>,
    status: Option<String>,
    automatic: Option<bool>,
    reconciliation_status: Option<String>,
    created: i64,
    arrival_date: i64,
}

#[derive(Deserialize)]
struct RawTransaction {
    id: String,
    #[serde(rename = "type")]
    stripe_type: String,
    amount: i64,
    fee: i64,
    created: i64,
    source: Option<Value>,
}

#[derive(Deserialize)]
struct RawSource {
    id: String,
    payment_intent: Option<IdOrObject>,
    metadata: Option<Value>,
}

fn instant(seconds: i64) -> Instant {
    DateTime::from_timestamp(seconds, 0).unwrap_or_default()
}

impl PayoutSeen {
    /// Reads a `payout`. A status we do not know counts as on its way: we look again tomorrow.
    pub fn read(object: &Value) -> Result<Self, Unreadable> {
        let raw: RawPayout = read("payout", object)?;
        let status = match raw.status.as_deref() {
            Some("paid") => PayoutStatus::Paid,
            Some("failed" | "canceled") => PayoutStatus::Failed,
            _ => PayoutStatus::OnItsWay,
        };
        Ok(Self {
            id: raw.id,
            amount: Pence::new(raw.amount),
            currency: raw.currency.unwrap_or_default().to_lowercase(),
            is_complete: match raw.reconciliation_status.as_deref() {
                Some(word) => word == "completed",
                None => status != PayoutStatus::OnItsWay,
            },
            status,
            is_automatic: raw.automatic.unwrap_or(true),
            made_at: instant(raw.created),
            arrives_on: london_date(instant(raw.arrival_date)),
        })
    }
}

impl TransactionSeen {
    /// Reads a `balance_transaction` whose source may be an id or the whole object.
    pub fn read(object: &Value) -> Result<Self, Unreadable> {
        let raw: RawTransaction = read("balance transaction", object)?;
        let source = match raw.source {
            Some(Value::String(id)) => RawSource { id, payment_intent: None, metadata: None },
            Some(object @ Value::Object(_)) => read("source", &object)?,
            _ => RawSource { id: String::new(), payment_intent: None, metadata: None },
        };
        let reference = source.metadata.as_ref().and_then(|data| data.get("refund")).and_then(Value::as_str);
        Ok(Self {
            id: raw.id,
            stripe_type: raw.stripe_type,
            amount: Pence::new(raw.amount),
            fee: Pence::new(raw.fee),
            happened_at: instant(raw.created),
            payment_intent: source.payment_intent.map(IdOrObject::id),
            refund_reference: reference.map(str::to_owned),
            source: source.id,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_payout_is_read_from_what_stripe_prints() {
        let table = [
            ("paid", Some("completed"), PayoutStatus::Paid, true),
            ("in_transit", Some("completed"), PayoutStatus::OnItsWay, true),
            ("pending", Some("in_progress"), PayoutStatus::OnItsWay, false),
            ("failed", Some("completed"), PayoutStatus::Failed, true),
            ("canceled", Some("not_applicable"), PayoutStatus::Failed, false),
            ("paid", None, PayoutStatus::Paid, true),
            ("a new word", None, PayoutStatus::OnItsWay, false),
        ];
        for (status, reconciliation, wanted, is_complete) in table {
            let object = json!({ "id": "po_1", "amount": 8_845, "currency": "gbp", "status": status, "automatic": true,
                "reconciliation_status": reconciliation, "created": 1_781_000_000, "arrival_date": 1_781_136_000 });
            let seen = PayoutSeen::read(&object).unwrap();
            assert_eq!((seen.status, seen.is_complete), (wanted, is_complete), "{status}");
            assert_eq!(seen.arrives_on.to_string(), "2026-06-11");
            assert_eq!(PayoutStatus::parse(wanted.word()), Some(wanted));
        }
    }

    #[test]
    fn a_line_says_which_payment_or_refund_it_is_for() {
        let of = |source: Value| {
            let object = json!({ "id": "txn_1", "type": "charge", "amount": 9_000, "fee": 155, "created": 1,
                "source": source });
            TransactionSeen::read(&object).unwrap()
        };

        let expanded = of(json!({ "id": "re_1", "payment_intent": "pi_1", "metadata": { "refund": "AB23CD45" } }));

        assert_eq!((expanded.source.as_str(), expanded.payment_intent.as_deref()), ("re_1", Some("pi_1")));
        assert_eq!(expanded.refund_reference.as_deref(), Some("AB23CD45"));
        assert_eq!((of(json!("ch_1")).source.as_str(), of(Value::Null).source.as_str()), ("ch_1", ""));
        assert_eq!(of(json!("ch_1")).payment_intent, None);
    }
}
