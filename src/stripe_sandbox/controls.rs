//! What the owner of a sandbox may do that Stripe's API cannot: play the payer, cause trouble, hold back webhooks, look.

use serde_json::Value;

use super::deliver_webhooks::{Delivered, attempt, deliver_queued};
use super::faults::{Fault, PlannedFault};
use super::journal::ApiCall;
use super::loopback_http::LoopbackUrl;
use super::objects::{CheckoutSession, Refund, RefundOutcome, RefundStatus};
use super::pay_session::PayError;
use super::record_event::{SignedEvent, WebhookTiming, signature_header};
use super::start::Sandbox;
use crate::kernel::clock::Instant;
use crate::kernel::money::Pence;

/// The payer.
impl Sandbox {
    /// Pays by a card that works, through the pay page, and returns the address that the page sends the payer to.
    pub async fn pay(&self, session_id: &str) -> Result<String, PayError> {
        self.shared.with_account(|account| account.open_session(session_id).map(drop))?;
        let url = LoopbackUrl::parse(&format!("{}pay/{session_id}/payment", self.base_url()));
        let headers = [("Content-Type", "application/x-www-form-urlencoded")];
        let posted = async { url?.post(&headers, "card=works&webhook=at-once").await };
        let reply = posted.await.map_err(PayError::Unreachable)?;
        match reply.location {
            Some(location) if reply.status == 303 => Ok(location),
            _ => Err(self.shared.with_account(|account| match account.open_session(session_id) {
                Err(error) => error,
                Ok(_) => PayError::Unreachable(std::io::ErrorKind::InvalidData.into()),
            })),
        }
    }

    /// Tries a card that the bank declines.
    pub fn decline(&self, session_id: &str) -> Result<(), PayError> {
        self.shared.with_account(|account| account.decline(session_id))
    }

    /// Expires an open session now, as its time would.
    pub fn expire(&self, session_id: &str) -> Result<(), PayError> {
        self.shared.with_account(|account| account.expire(session_id))
    }
}

/// The bank.
impl Sandbox {
    /// What happens to refunds asked for from now on.
    pub fn set_refund_outcome(&self, outcome: RefundOutcome) {
        self.shared.with_account(|account| account.state.refund_outcome = outcome);
    }

    /// Ends a pending refund, or fails one that had succeeded. False when that cannot happen.
    pub fn finish_refund(&self, refund_id: &str, status: RefundStatus) -> bool {
        self.shared.with_account(|account| account.finish_refund(refund_id, status))
    }
}

/// Trouble.
impl Sandbox {
    /// The next API call suffers this.
    pub fn fail_next(&self, fault: Fault) {
        self.plan(fault, None);
    }

    /// The next API call of this place suffers this: a path such as `/v1/refunds`, or `POST /v1/refunds`.
    pub fn fail_next_on(&self, place: &str, fault: Fault) {
        self.plan(fault, Some(place.to_owned()));
    }

    fn plan(&self, fault: Fault, place: Option<String>) {
        self.shared.with_account(|account| account.state.faults.push(PlannedFault { fault, place }));
    }
}

/// Webhooks.
impl Sandbox {
    /// The queued deliveries in order, signed now. They stay queued.
    pub fn pending_webhooks(&self) -> Vec<SignedEvent> {
        let secret = &self.shared.config.webhook_secret;
        self.shared.with_account(|account| {
            let queued = account.state.webhooks.iter();
            queued.filter_map(|queued| account.signed_event(&queued.event_id, secret)).collect()
        })
    }

    /// Attempts each queued delivery once; what the endpoint does not take stays queued.
    pub async fn deliver_all(&self) -> Vec<Delivered> {
        deliver_queued(&self.shared).await
    }

    /// Delivers one event, queued or not, once. Nothing when there is no such event.
    pub async fn deliver(&self, event_id: &str) -> Option<Delivered> {
        let number = self.shared.with_account(|account| {
            account.state.webhooks.iter().find(|queued| queued.event_id == event_id).map(|queued| queued.number)
        });
        attempt(&self.shared, event_id, number).await
    }

    /// Loses every queued delivery. The events stay in the API's list, undelivered.
    pub fn drop_webhooks(&self) {
        self.shared.with_account(|account| account.state.webhooks.clear());
    }

    /// Queues one more delivery of an event.
    pub fn duplicate(&self, event_id: &str) {
        self.shared.with_account(|account| account.queue_webhook(event_id, account.now));
    }

    /// The body of an event that never happened, for tests that forge: any kind, any object, a fresh id.
    pub fn make_event_payload(&self, kind: &str, object: Value) -> String {
        self.shared.with_account(|account| account.event_payload(&account.new_id("evt"), kind, object, None))
    }

    /// The header `Stripe-Signature` for a body, as if sent at `at`.
    pub fn sign(&self, payload: &str, at: Instant) -> String {
        signature_header(payload, &self.shared.config.webhook_secret, at)
    }

    /// Pays with the webhook early, late, twice or never, without the page.
    pub fn pay_with_webhook(&self, session_id: &str, timing: WebhookTiming) -> Result<String, PayError> {
        self.shared.with_account(|account| account.pay(session_id, timing))
    }
}

/// Looking.
impl Sandbox {
    /// All checkout sessions, oldest first.
    pub fn sessions(&self) -> Vec<CheckoutSession> {
        self.shared.with_account(|account| account.state.sessions.clone())
    }

    /// All refunds, oldest first.
    pub fn refunds(&self) -> Vec<Refund> {
        self.shared.with_account(|account| account.state.refunds.clone())
    }

    /// All API calls, oldest first.
    pub fn requests(&self) -> Vec<ApiCall> {
        self.shared.with_account(|account| account.state.journal.iter().cloned().collect())
    }

    /// All money taken, in pence.
    pub fn total_charged(&self) -> Pence {
        self.shared.with_account(|account| account.total_charged())
    }

    /// All money given back, in pence; failed refunds do not count.
    pub fn total_refunded(&self) -> Pence {
        self.shared.with_account(|account| account.total_refunded())
    }
}
