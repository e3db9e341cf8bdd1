//! Sends a failed refund once more, as a new one at Stripe: by the daily job, or when an officer says so.

use sea_orm::ConnectionTrait;

use super::open_refund::enqueue_sending;
use super::store;
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::jobs::Priority;
use crate::kernel::{Instant, Unexpected};
use crate::payments::charge::RefundId;
use crate::payments::store::lock_payment;

/// Puts the refund back in the queue, in the caller's transaction. False when it is not waiting to be tried again, or was
/// never by card.
pub async fn retry_refund(tx: &impl ConnectionTrait, id: RefundId, now: Instant) -> Result<bool, Unexpected> {
    let known = store::load_refund(tx, id).await?;
    lock_payment(tx, known.row.payment_id).await?;
    let refund = store::load_refund(tx, id).await?;
    if !refund.is_by_card() || !store::mark_tried_again(tx, &refund).await? {
        return Ok(false);
    }
    enqueue_sending(tx, (id, Priority::Usual), now).await?;
    Ok(true)
}

/// The same because an officer says so; written to the audit trail.
pub async fn retry_now(app: &App, id: RefundId, by: i64) -> Result<bool, Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let is_sent = retry_refund(tx, id, now).await?;
            if is_sent {
                let entry = Entry {
                    actor: Actor::Person(by),
                    action: "refund.sent_again",
                    subject_kind: "refund",
                    subject_id: id.0,
                    reason: None,
                    values: None,
                };
                audit::record(tx, entry, now).await?;
            }
            Ok(is_sent)
        })
        .await
}
