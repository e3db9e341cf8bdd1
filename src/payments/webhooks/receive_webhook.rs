//! Takes one message in: verify, store under its unique id with the job that reads it, done. Nothing else happens in the
//! request, and nothing is answered before the commit.

use sea_orm::ConnectionTrait;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::look_up::{PROCESS_WEBHOOK, ProcessWebhook};
use super::read_event::Envelope;
use super::store::{self, NewEvent};
use crate::app::App;
use crate::jobs::{self, NewJob};
use crate::kernel::{Instant, Unexpected};
use crate::payments::stripe::SignatureError;
use crate::unexpected_from;

/// Why a message was not taken.
#[derive(Debug, thiserror::Error)]
pub enum ReceiveWebhookError {
    /// No card processor is set up, so nobody has anything to say here.
    #[error("no card processor is set up")]
    NotSetUp,
    /// Forged, changed, or too old.
    #[error("the signature is not good")]
    BadSignature,
    /// Test money where real money is taken, or the other way round.
    #[error("the message is of the other mode")]
    WrongMode,
    /// We failed; Stripe sends it again.
    #[error("{0}")]
    Unexpected(Unexpected),
}
unexpected_from!(ReceiveWebhookError);

/// Stores the message unless it is known. A body that cannot be read is stored too, when its signature is good (D15).
pub async fn receive_webhook(app: &App, body: &[u8], signature: &str) -> Result<(), ReceiveWebhookError> {
    let gateway = app.gateway.as_ref().ok_or(ReceiveWebhookError::NotSetUp)?;
    let now = app.now();
    let text = std::str::from_utf8(body).map_err(|_| ReceiveWebhookError::BadSignature)?;
    if let Err(error) = gateway.check_signature(text, signature, now) {
        refuse(app, error);
        return Err(ReceiveWebhookError::BadSignature);
    }
    let envelope = Envelope::read(&serde_json::from_str(text).unwrap_or(Value::Null));
    if envelope.is_live.is_some_and(|is_live| is_live != gateway.is_live()) {
        tracing::warn!(event = envelope.id, "a webhook of the other mode was refused");
        return Err(ReceiveWebhookError::WrongMode);
    }
    app.db.write_tx(async |tx| take_in(tx, &envelope, text, now).await).await?;
    Ok(())
}

fn refuse(app: &App, error: SignatureError) {
    if let Some(gateway) = &app.gateway {
        gateway.refused.count(error);
    }
    match error {
        SignatureError::Wrong => tracing::warn!("a webhook with a wrong signature was refused"),
        SignatureError::Stale => tracing::warn!("a webhook with an old signature was refused; is the clock right?"),
    }
}

/// Stores a message and adds the job that reads it, in one transaction. False when it was there already.
pub(in crate::payments) async fn take_in(
    tx: &impl ConnectionTrait,
    envelope: &Envelope,
    body: &str,
    now: Instant,
) -> Result<bool, Unexpected> {
    let id = match envelope.id.as_str() {
        "" => format!("unreadable:{}", hex::encode(Sha256::digest(body.as_bytes()))),
        id => id.to_owned(),
    };
    let new = NewEvent { provider_event_id: &id, kind: &envelope.kind, body };
    let Some(event_id) = store::insert_event(tx, new, now).await? else { return Ok(false) };
    let job = NewJob::new(PROCESS_WEBHOOK, &ProcessWebhook { webhook_event_id: event_id })?;
    jobs::enqueue(tx, job.once(format!("{PROCESS_WEBHOOK}:{event_id}")), now).await?;
    Ok(true)
}
