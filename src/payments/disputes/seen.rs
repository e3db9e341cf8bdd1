//! A dispute as Stripe shows it, and what we keep of it.

use chrono::DateTime;
use serde::Deserialize;
use serde_json::Value;

use crate::kernel::{Instant, Pence};
use crate::payments::seen::{IdOrObject, Unreadable, read};

/// How a dispute stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DisputeStanding {
    /// The bank has not decided.
    Open,
    /// The money is ours.
    Won,
    /// The bank has taken the money.
    Lost,
}

/// A dispute as Stripe shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DisputeSeen {
    /// `dp_…` or `du_…`.
    pub id: String,
    /// The payment disputed.
    pub payment_intent: Option<String>,
    /// How much, in pence.
    pub amount: Pence,
    /// How it stands.
    pub standing: DisputeStanding,
    /// What Stripe has charged us for it so far, in pence; none when it does not say.
    pub fee: Option<Pence>,
    /// Stripe's word for what the payer's bank says, such as "product_not_received".
    pub reason: Option<String>,
    /// When an answer must have been given.
    pub answer_by: Option<Instant>,
}

#[derive(Deserialize)]
struct RawDispute {
    id: String,
    status: Option<String>,
    amount: i64,
    payment_intent: Option<IdOrObject>,
    reason: Option<String>,
    balance_transactions: Option<Vec<RawBalanceTransaction>>,
    evidence_details: Option<RawEvidence>,
}

#[derive(Deserialize)]
struct RawBalanceTransaction {
    fee: Option<i64>,
}

#[derive(Deserialize)]
struct RawEvidence {
    due_by: Option<i64>,
}

impl DisputeSeen {
    /// One of which only this much is known.
    pub fn new(id: &str, payment_intent: Option<String>, amount: Pence, standing: DisputeStanding) -> Self {
        Self { id: id.to_owned(), payment_intent, amount, standing, fee: None, reason: None, answer_by: None }
    }

    /// Reads a `dispute`. Its fee is the sum over what it moved on our balance: a fee that was given back cancels out.
    pub fn read(object: &Value) -> Result<Self, Unreadable> {
        let raw: RawDispute = read("dispute", object)?;
        let standing = match raw.status.as_deref() {
            Some("won" | "warning_closed" | "prevented") => DisputeStanding::Won,
            Some("lost") => DisputeStanding::Lost,
            _ => DisputeStanding::Open,
        };
        let moved = raw.balance_transactions.filter(|moved| !moved.is_empty());
        let fee = moved.map(|moved| moved.iter().map(|one| Pence::new(one.fee.unwrap_or_default())).sum());
        let due_by = raw.evidence_details.and_then(|details| details.due_by);
        Ok(Self {
            id: raw.id,
            payment_intent: raw.payment_intent.map(IdOrObject::id),
            amount: Pence::new(raw.amount),
            standing,
            fee,
            reason: raw.reason,
            answer_by: due_by.and_then(|at| DateTime::from_timestamp(at, 0)),
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn disputes_end_won_or_lost() {
        let table = [
            ("needs_response", DisputeStanding::Open),
            ("under_review", DisputeStanding::Open),
            ("won", DisputeStanding::Won),
            ("warning_closed", DisputeStanding::Won),
            ("lost", DisputeStanding::Lost),
        ];

        for (status, wanted) in table {
            let seen = DisputeSeen::read(&json!({ "id": "dp_1", "amount": 5, "status": status })).unwrap();
            assert_eq!(seen.standing, wanted, "{status}");
            assert_eq!((seen.fee, seen.reason, seen.answer_by), (None, None, None));
        }
    }

    #[test]
    fn ref_19_the_fee_is_the_sum_of_what_the_balance_lost_and_got_back() {
        let of = |moved: Value| {
            let object = json!({ "id": "dp_1", "amount": 9_000, "status": "lost", "reason": "fraudulent",
                "balance_transactions": moved, "evidence_details": { "due_by": 1_780_304_400 } });
            DisputeSeen::read(&object).unwrap()
        };

        assert_eq!(of(json!([{ "amount": -9_000, "fee": 2_000 }])).fee, Some(Pence::new(2_000)));
        assert_eq!(of(json!([{ "fee": 2_000 }, { "amount": 9_000, "fee": -2_000 }])).fee, Some(Pence::ZERO));
        assert_eq!(of(json!([])).fee, None, "nothing has moved yet, so nothing is known");
        let seen = of(json!([{}]));
        assert_eq!(
            (seen.reason.as_deref(), seen.answer_by.map(|at| at.timestamp())),
            (Some("fraudulent"), Some(1_780_304_400))
        );
    }
}
