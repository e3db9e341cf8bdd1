//! Sends a message that was given up once more, because an officer asked.

use super::outbox::{DeliverMessage, enqueue_delivery};
use super::store::mark_queued_again;
use crate::audit::{self, Actor};
use crate::db::Db;
use crate::kernel::{Instant, Unexpected};

/// Puts failed message `id` back into the outbox. False when it is not waiting for that, or its data is gone.
pub async fn resend_message(db: &Db, id: i64, by: Actor, now: Instant) -> Result<bool, Unexpected> {
    db.write_tx(async |tx| {
        if !mark_queued_again(tx, id).await? {
            return Ok(false);
        }
        enqueue_delivery(tx, DeliverMessage { outbox_message_id: id, resent_at: Some(now) }, now).await?;
        let entry = audit::Entry {
            actor: by,
            action: "outbox_message.resent",
            subject_kind: "outbox_message",
            subject_id: id,
            reason: None,
            values: None,
        };
        audit::record(tx, entry, now).await?;
        Ok(true)
    })
    .await
}
