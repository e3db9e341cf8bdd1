//! Reads a stored message and fetches what it is about. The answer is applied by the caller, in one transaction with what it
//! means for whoever sold the thing.

use sea_orm::ConnectionTrait;
use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::read_event::{About, about};
use super::store;
use crate::app::App;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::payments::seen::{Seen, SessionSeen, SessionStanding};
use crate::payments::stripe::{Gateway, GatewayError};

/// The name of the job that reads one message.
pub const PROCESS_WEBHOOK: &str = "process_webhook";

/// Which message a job is for.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub struct ProcessWebhook {
    /// The inbox row.
    pub webhook_event_id: i64,
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

/// Reads message `id` and asks Stripe about its object. None when it was read before. An error means "try again later".
pub async fn look_up_event(app: &App, id: i64) -> Result<Option<EventLookedUp>, Unexpected> {
    let event = store::load_event(app.db.reader(), id).await?;
    if event.processed_at.is_some() {
        return Ok(None);
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
    Ok(Some(looked_up))
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
