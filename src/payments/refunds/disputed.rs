//! What a dispute that has ended means for the refunds that waited for it (REF-19).

use sea_orm::ConnectionTrait;

use super::open_refund::enqueue_sending;
use super::postings::post_dropped;
use super::refund_state::RefundState;
use super::store;
use crate::jobs::Priority;
use crate::kernel::{Instant, Unexpected};

/// The dispute was won: refunds that waited go out.
pub(in crate::payments) async fn release_waiting(
    tx: &impl ConnectionTrait,
    payment_id: i64,
    now: Instant,
) -> Result<(), Unexpected> {
    for refund in store::list_unsent_of_payment(tx, payment_id).await? {
        if refund.state == RefundState::Approved && refund.is_by_card() {
            enqueue_sending(tx, (refund.id(), Priority::Usual), now).await?;
        }
    }
    Ok(())
}

/// The dispute was lost: the bank has given the payer their money, so nothing else does.
pub(in crate::payments) async fn give_up_waiting(
    tx: &impl ConnectionTrait,
    payment_id: i64,
    now: Instant,
) -> Result<(), Unexpected> {
    for refund in store::list_unsent_of_payment(tx, payment_id).await? {
        if store::mark_given_up(tx, &refund, "the payer's bank took the money back", now).await? {
            post_dropped(tx, &refund, now).await?;
        }
    }
    Ok(())
}
