//! Reads a stored event leniently: which object it is about is all we need of most. The body is a snapshot of the past, so
//! where order matters the object is fetched instead. Pure.

use serde_json::Value;

use crate::payments::seen::DisputeSeen;

/// What an event is about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum About {
    /// A checkout session that changed; fetch it.
    Session(String),
    /// A session whose bank payment failed in the end; fetch it, and take "not paid" as the end.
    FailedSession(String),
    /// A refund that changed; fetch it.
    Refund(String),
    /// A dispute; what the body says is enough, because it only ever ends once.
    Dispute(DisputeSeen),
    /// Nothing that concerns us.
    Nothing,
    /// It should concern us, and cannot be read.
    Unreadable(String),
}

/// Stripe's id, kind and mode of an event's body; empty where the body does not say.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Envelope {
    /// `evt_…`.
    pub id: String,
    /// Such as `checkout.session.completed`.
    pub kind: String,
    /// Whether it is about real money; none when the body does not say.
    pub is_live: Option<bool>,
}

impl Envelope {
    /// Reads the envelope of a body, whatever else is in it.
    pub fn read(event: &Value) -> Self {
        let text = |name: &str| event.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
        Self { id: text("id"), kind: text("type"), is_live: event.get("livemode").and_then(Value::as_bool) }
    }
}

/// Says what an event is about.
pub fn about(kind: &str, event: &Value) -> About {
    let object = &event["data"]["object"];
    let id = object.get("id").and_then(Value::as_str).unwrap_or_default().to_owned();
    let with_id = |make: fn(String) -> About| {
        if id.is_empty() { About::Unreadable("it names no object".to_owned()) } else { make(id.clone()) }
    };
    match kind {
        "checkout.session.completed" | "checkout.session.expired" | "checkout.session.async_payment_succeeded" => {
            with_id(About::Session)
        }
        "checkout.session.async_payment_failed" => with_id(About::FailedSession),
        "refund.created" | "refund.updated" | "refund.failed" => with_id(About::Refund),
        _ if kind.starts_with("charge.dispute.") => match DisputeSeen::read(object) {
            Ok(seen) => About::Dispute(seen),
            Err(error) => About::Unreadable(error.to_string()),
        },
        _ => About::Nothing,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn events_say_what_to_fetch() {
        let event = json!({ "data": { "object": { "id": "x_1" } } });
        let table = [
            ("checkout.session.completed", About::Session("x_1".to_owned())),
            ("checkout.session.expired", About::Session("x_1".to_owned())),
            ("checkout.session.async_payment_succeeded", About::Session("x_1".to_owned())),
            ("checkout.session.async_payment_failed", About::FailedSession("x_1".to_owned())),
            ("refund.created", About::Refund("x_1".to_owned())),
            ("refund.updated", About::Refund("x_1".to_owned())),
            ("refund.failed", About::Refund("x_1".to_owned())),
            ("charge.refunded", About::Nothing),
            ("payment_intent.payment_failed", About::Nothing),
            ("a.kind.of.next.year", About::Nothing),
        ];

        for (kind, wanted) in table {
            assert_eq!(about(kind, &event), wanted, "{kind}");
        }
    }

    #[test]
    fn a_dispute_is_read_from_the_body() {
        let object = json!({ "id": "dp_1", "payment_intent": "pi_1", "amount": 5_000, "status": "lost" });
        let event = json!({ "data": { "object": object } });

        let About::Dispute(seen) = about("charge.dispute.closed", &event) else { panic!("not a dispute") };

        assert_eq!((seen.id.as_str(), seen.amount.get()), ("dp_1", 5_000));
    }

    #[test]
    fn odd_bodies_are_named_not_feared() {
        for body in
            [json!({}), json!([]), json!("x"), json!({ "data": { "object": { "id": 7 } } }), json!({ "data": [] })]
        {
            assert!(matches!(about("checkout.session.completed", &body), About::Unreadable(_)), "{body}");
            assert!(matches!(about("charge.dispute.created", &body), About::Unreadable(_)), "{body}");
            assert_eq!(about("invoice.paid", &body), About::Nothing);
        }
    }

    #[test]
    fn an_envelope_is_read_from_whatever_is_there() {
        let body = json!({ "id": "evt_1", "type": "x.y", "livemode": false });

        let wanted = Envelope { id: "evt_1".to_owned(), kind: "x.y".to_owned(), is_live: Some(false) };
        assert_eq!(Envelope::read(&body), wanted);
        assert_eq!(Envelope::read(&json!(null)), Envelope::default());
    }
}
