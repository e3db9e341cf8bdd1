//! Sends a failed refund once more, as a new one at Stripe: by the daily job, or when an officer says so.

use sea_orm::ConnectionTrait;

use super::open_refund::enqueue_sending;
use super::store;
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
    enqueue_sending(tx, id, now).await?;
    Ok(true)
}
