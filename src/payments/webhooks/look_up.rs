//! Reads a stored message and fetches what it is about. The answer is applied by the caller, in one transaction with what it
//! means for whoever sold the thing.

use chrono::Duration;
use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::read_event::{About, about};
use super::store;
use crate::app::App;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::payments::seen::{Seen, SessionSeen, SessionStanding};
use crate::payments::store::find_payment_by_intent;
use crate::payments::stripe::{Gateway, GatewayError};

/// The name of the job that reads one message.
pub const PROCESS_WEBHOOK: &str = "process_webhook";

/// How long a message waits for the payment it is about.
const PAYMENT_AWAITED_FOR: Duration = Duration::days(1);

/// Which message a job is for.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ProcessWebhook {
    /// The inbox row.
    pub webhook_event_id: i64,
}

/// How a message is to be taken.
#[derive(Clone, Debug)]
pub enum MessageRead {
    /// It was read before.
    Known,
    /// Its payment is not written down yet: look again at this instant.
    Later(Instant),
    /// What it came to.
    Now(EventLookedUp),
}

/// What a message came to.
#[derive(Clone, Debug)]
pub struct EventLookedUp {
    /// What Stripe shows now, to be applied.
    pub seen: Option<Seen>,
    /// What became of the message, in a few words for officers.
    pub outcome: String,
}

impl EventLookedUp {
    fn nothing(outcome: impl Into<String>) -> Self {
        Self { seen: None, outcome: outcome.into() }
    }
}

/// Reads message `id` and asks Stripe about its object. An error means "try again later".
pub async fn look_up_event(app: &App, id: i64) -> Result<MessageRead, Unexpected> {
    let event = store::load_event(app.db.reader(), id).await?;
    if event.processed_at.is_some() {
        return Ok(MessageRead::Known);
    }
    let body: Value = serde_json::from_str(&event.body).unwrap_or(Value::Null);
    let subject = about(&event.kind, &body);
    let gateway = app.gateway.as_ref().context("a message cannot be looked up without a Stripe key");
    let looked_up = match subject {
        About::Session(id) => found(gateway?.session(&id).await.map(Seen::Session))?,
        About::FailedSession(id) => found(failed_session(gateway?, &id).await.map(Seen::Session))?,
        About::Refund(id) => found(gateway?.refund(&id).await.map(Seen::Refund))?,
        About::Dispute(seen) => EventLookedUp { seen: Some(Seen::Dispute(seen)), outcome: "applied".to_owned() },
        About::Nothing => EventLookedUp::nothing("does not concern us"),
        About::Unreadable(problem) => {
            tracing::error!(webhook_event = event.id, problem, "a message cannot be read");
            EventLookedUp::nothing(format!("cannot be read: {problem}"))
        }
    };
    if let Some(seen) = &looked_up.seen
        && is_ahead_of_its_payment(app, seen, event.received_at).await?
    {
        return Ok(MessageRead::Later(next_look(event.received_at, app.now())));
    }
    Ok(MessageRead::Now(looked_up))
}

/// R8: a refund or a dispute may be told before the payment it is about. For a day its payment may still come; after that it
/// was never ours, such as one from another till of the same Stripe account.
async fn is_ahead_of_its_payment(app: &App, seen: &Seen, received_at: Instant) -> Result<bool, Unexpected> {
    let intent = match seen {
        Seen::Session(_) => return Ok(false),
        Seen::Refund(refund) => &refund.payment_intent,
        Seen::Dispute(dispute) => &dispute.payment_intent,
    };
    let Some(intent) = intent else { return Ok(false) };
    let may_still_come = app.now() - received_at < PAYMENT_AWAITED_FOR;
    Ok(may_still_come && find_payment_by_intent(app.db.reader(), intent).await?.is_none())
}

/// A minute on at first, then ever later, about a dozen times in the day.
fn next_look(received_at: Instant, now: Instant) -> Instant {
    now + std::cmp::max(now - received_at, Duration::minutes(1))
}

/// A bank payment that failed in the end leaves its session complete and unpaid for ever: that is its end.
async fn failed_session(gateway: &Gateway, id: &str) -> Result<SessionSeen, GatewayError> {
    let mut seen = gateway.session(id).await?;
    if seen.standing == SessionStanding::AwaitingBank {
        seen.standing = SessionStanding::Ended;
    }
    Ok(seen)
}

fn found(answer: Result<Seen, GatewayError>) -> Result<EventLookedUp, Unexpected> {
    match answer {
        Ok(seen) => Ok(EventLookedUp { seen: Some(seen), outcome: "applied".to_owned() }),
        Err(GatewayError::NotFound) => Ok(EventLookedUp::nothing("Stripe knows no such object")),
        Err(error) => Err(error).context("Stripe was asked what a message is about"),
    }
}

/// Notes what became of a message, in the transaction that applied it.
pub async fn mark_processed(tx: &impl ConnectionTrait, id: i64, outcome: &str, now: Instant) -> Result<(), Unexpected> {
    store::mark_processed(tx, id, outcome, now).await
}
