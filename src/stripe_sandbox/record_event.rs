//! Events: what happened, frozen as the bytes that every delivery of it sends, and the queue of deliveries.

use chrono::Duration;
use hmac::{Hmac, Mac};
use serde_json::{Value, json};
use sha2::Sha256;

use super::account::{Account, State};
use super::objects::{QueuedWebhook, StripeEvent};
use crate::kernel::clock::Instant;

/// When the payer's page wants the webhook of a payment to arrive.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum WebhookTiming {
    /// As soon as may be.
    #[default]
    AtOnce,
    /// After 20 seconds, long after the payer is back.
    Late,
    /// The same event, two times.
    Twice,
    /// Not at all; the event is still listed as undelivered.
    Never,
}

/// A webhook as it would arrive now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SignedEvent {
    /// `evt_…`; the same for every delivery of one event.
    pub id: String,
    /// Such as `checkout.session.completed`.
    pub kind: String,
    /// The raw body.
    pub payload: String,
    /// The value of the header `Stripe-Signature`, signed at the clock's present instant.
    pub signature_header: String,
}

impl Account<'_> {
    /// Writes an event down and queues its deliveries.
    pub(super) fn record_event(&mut self, kind: &str, object: Value, previous: Option<Value>, timing: WebhookTiming) {
        let id = self.new_id("evt");
        let payload = self.event_payload(&id, kind, object, previous);
        let event =
            StripeEvent { id: id.clone(), kind: kind.to_owned(), payload, created_at: self.now, delivered: false };
        self.forget_old_events();
        self.state.events.push(event);
        self.state.is_changed = true;
        match timing {
            WebhookTiming::AtOnce => self.queue_webhook(&id, self.now),
            WebhookTiming::Late => self.queue_webhook(&id, self.now + Duration::seconds(20)),
            WebhookTiming::Twice => {
                self.queue_webhook(&id, self.now);
                self.queue_webhook(&id, self.now);
            }
            WebhookTiming::Never => {}
        }
    }

    /// Events live for 30 days, and so do their deliveries.
    fn forget_old_events(&mut self) {
        let first_kept = self.now - Duration::days(30);
        let State { events, webhooks, .. } = &mut *self.state;
        events.retain(|event| event.created_at >= first_kept);
        webhooks.retain(|queued| events.iter().any(|event| event.id == queued.event_id));
    }

    /// The body of an event, in the shape of the API version.
    pub(super) fn event_payload(&self, id: &str, kind: &str, object: Value, previous: Option<Value>) -> String {
        let mut data = json!({ "object": object });
        if let Some(previous) = previous {
            data["previous_attributes"] = previous;
        }
        let cause = self.cause.as_ref();
        json!({
            "id": id,
            "object": "event",
            "api_version": super::API_VERSION,
            "created": self.now.timestamp(),
            "data": data,
            "livemode": false,
            "pending_webhooks": 1,
            "request": {
                "id": cause.map(|cause| &cause.request_id),
                "idempotency_key": cause.and_then(|cause| cause.idempotency_key.as_ref()),
            },
            "type": kind,
        })
        .to_string()
    }

    /// Queues one more delivery of an event.
    pub(super) fn queue_webhook(&mut self, event_id: &str, due_at: Instant) {
        self.state.is_changed = true;
        self.state.webhooks_queued += 1;
        let number = self.state.webhooks_queued;
        self.state.webhooks.push(QueuedWebhook { number, event_id: event_id.to_owned(), due_at, attempts: 0 });
    }

    /// The event of that id, signed now.
    pub(super) fn signed_event(&self, event_id: &str, secret: &str) -> Option<SignedEvent> {
        let event = self.state.events.iter().find(|event| event.id == event_id)?;
        Some(SignedEvent {
            id: event.id.clone(),
            kind: event.kind.clone(),
            payload: event.payload.clone(),
            signature_header: signature_header(&event.payload, secret, self.now),
        })
    }
}

/// `t=…,v1=…`: HMAC-SHA256, under the whole secret, of the instant, a full stop and the raw body.
pub(super) fn signature_header(payload: &str, secret: &str, at: Instant) -> String {
    let signed_at = at.timestamp();
    let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).expect("HMAC takes keys of any length");
    mac.update(format!("{signed_at}.{payload}").as_bytes());
    format!("t={signed_at},v1={}", hex::encode(mac.finalize().into_bytes()))
}
