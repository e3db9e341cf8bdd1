//! What Stripe says of a checkout session, a refund or a dispute, read leniently from its JSON: only the few fields that
//! matter, whatever else changed shape. The same reader serves answers of the API and bodies of webhooks.

use serde::Deserialize;
use serde_json::Value;

pub use super::disputes::{DisputeSeen, DisputeStanding};
use crate::kernel::Pence;

/// Something seen at Stripe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Seen {
    /// A checkout session.
    Session(SessionSeen),
    /// A refund.
    Refund(RefundSeen),
    /// A dispute.
    Dispute(DisputeSeen),
}

/// How a checkout session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SessionStanding {
    /// It can be paid.
    Open,
    /// The money is there.
    Paid,
    /// Complete, but the bank has not paid yet; we exclude such methods, and wait if one slips through.
    AwaitingBank,
    /// It ended without money.
    Ended,
}

/// A checkout session as Stripe shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SessionSeen {
    /// `cs_…`; none when Stripe never made one.
    pub id: Option<String>,
    /// Our checkout's reference, given when it was opened.
    pub client_reference: Option<String>,
    /// How it stands.
    pub standing: SessionStanding,
    /// What is charged, in the smallest unit of the currency.
    pub amount: Pence,
    /// Lower-case code; ours are all `gbp`.
    pub currency: String,
    /// `pi_…`, once the payer has tried.
    pub payment_intent: Option<String>,
    /// The pay page while it is open.
    pub url: Option<String>,
}

/// How a refund stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundStanding {
    /// The bank has not answered.
    Pending,
    /// The money has gone.
    Succeeded,
    /// It has not, or it came back.
    Failed,
}

/// A refund as Stripe shows it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RefundSeen {
    /// `re_…`; none when Stripe refused to make one.
    pub id: Option<String>,
    /// The payment it comes out of.
    pub payment_intent: Option<String>,
    /// How much, in pence.
    pub amount: Pence,
    /// How it stands.
    pub standing: RefundStanding,
    /// Stripe's word for why it failed.
    pub failure_reason: Option<String>,
    /// Our refund's reference and the number of the attempt, when we sent it; none for one made in Stripe's dashboard.
    pub ours: Option<(String, i32)>,
}

/// An object that lacks what we need.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("Stripe's {kind} cannot be read: {problem}")]
pub struct Unreadable {
    kind: &'static str,
    problem: String,
}

#[derive(Deserialize)]
struct RawSession {
    id: String,
    status: Option<String>,
    payment_status: Option<String>,
    amount_total: Option<i64>,
    currency: Option<String>,
    client_reference_id: Option<String>,
    payment_intent: Option<IdOrObject>,
    url: Option<String>,
}

#[derive(Deserialize)]
struct RawRefund {
    id: String,
    status: Option<String>,
    amount: i64,
    payment_intent: Option<IdOrObject>,
    failure_reason: Option<String>,
    metadata: Option<Value>,
}

/// Stripe gives an id, or the whole object when it was asked to.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum IdOrObject {
    Id(String),
    Object { id: String },
}

impl IdOrObject {
    pub(super) fn id(self) -> String {
        match self {
            Self::Id(id) | Self::Object { id } => id,
        }
    }
}

pub(super) fn read<T: serde::de::DeserializeOwned>(kind: &'static str, object: &Value) -> Result<T, Unreadable> {
    T::deserialize(object).map_err(|error| Unreadable { kind, problem: error.to_string() })
}

impl SessionSeen {
    /// Reads a `checkout.session`.
    pub fn read(object: &Value) -> Result<Self, Unreadable> {
        let raw: RawSession = read("checkout session", object)?;
        let standing = match (raw.status.as_deref(), raw.payment_status.as_deref()) {
            (_, Some("paid" | "no_payment_required")) => SessionStanding::Paid,
            (Some("expired"), _) => SessionStanding::Ended,
            (Some("complete"), _) => SessionStanding::AwaitingBank,
            _ => SessionStanding::Open,
        };
        Ok(Self {
            id: Some(raw.id),
            client_reference: raw.client_reference_id,
            standing,
            amount: Pence::new(raw.amount_total.unwrap_or_default()),
            currency: raw.currency.unwrap_or_default().to_lowercase(),
            payment_intent: raw.payment_intent.map(IdOrObject::id),
            url: raw.url,
        })
    }
}

impl RefundSeen {
    /// Reads a `refund`. A status we do not know counts as pending: we look again later.
    pub fn read(object: &Value) -> Result<Self, Unreadable> {
        let raw: RawRefund = read("refund", object)?;
        let standing = match raw.status.as_deref() {
            Some("succeeded") => RefundStanding::Succeeded,
            Some("failed" | "canceled") => RefundStanding::Failed,
            _ => RefundStanding::Pending,
        };
        let text = |name: &str| raw.metadata.as_ref().and_then(|data| data.get(name)).and_then(Value::as_str);
        let ours = text("refund").map(|reference| {
            (reference.to_owned(), text("attempt").and_then(|attempt| attempt.parse().ok()).unwrap_or_default())
        });
        Ok(Self {
            id: Some(raw.id),
            payment_intent: raw.payment_intent.map(IdOrObject::id),
            amount: Pence::new(raw.amount),
            standing,
            failure_reason: raw.failure_reason,
            ours,
        })
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_session_is_paid_only_when_its_payment_is() {
        let table = [
            ("open", "unpaid", SessionStanding::Open),
            ("complete", "unpaid", SessionStanding::AwaitingBank),
            ("complete", "paid", SessionStanding::Paid),
            ("complete", "no_payment_required", SessionStanding::Paid),
            ("expired", "unpaid", SessionStanding::Ended),
            ("expired", "paid", SessionStanding::Paid),
        ];

        for (status, payment_status, wanted) in table {
            let object = json!({ "id": "cs_1", "status": status, "payment_status": payment_status });
            assert_eq!(SessionSeen::read(&object).unwrap().standing, wanted, "{status} {payment_status}");
        }
    }

    #[test]
    fn a_payment_intent_may_be_an_id_or_an_object() {
        for given in [json!("pi_1"), json!({ "id": "pi_1", "amount": 5 })] {
            let seen = SessionSeen::read(&json!({ "id": "cs_1", "payment_intent": given })).unwrap();
            assert_eq!(seen.payment_intent.as_deref(), Some("pi_1"));
        }
    }

    #[test]
    fn a_refund_tells_whether_it_is_ours_and_which_attempt() {
        let object = |metadata: Value| json!({ "id": "re_1", "amount": 5, "status": "canceled", "metadata": metadata });

        let ours = RefundSeen::read(&object(json!({ "refund": "AB23CD45", "attempt": "2" }))).unwrap();
        let from_dashboard = RefundSeen::read(&object(json!({}))).unwrap();

        assert_eq!(ours.ours, Some(("AB23CD45".to_owned(), 2)));
        assert_eq!(ours.standing, RefundStanding::Failed);
        assert_eq!(from_dashboard.ours, None);
    }

    #[test]
    fn what_lacks_an_id_is_refused_in_words() {
        let error = RefundSeen::read(&json!({ "amount": 5 })).unwrap_err();

        assert!(error.to_string().contains("refund"), "{error}");
    }
}
