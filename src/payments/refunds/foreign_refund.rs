//! Refunds made in Stripe's dashboard: the money has moved, so it is written down from what Stripe says.

use sea_orm::ConnectionTrait;

use super::open_refund::post_request;
use super::refund_state::RefundState;
use super::store::{self, NewRefundRow, RefundRow};
use crate::kernel::{Instant, TokenSource, Unexpected};
use crate::payments::draw_from_payment::draw_from_payment;
use crate::payments::ledger;
use crate::payments::seen::RefundSeen;
use crate::payments::store::PaymentRow;

/// Writes the refund, as just approved, so that what is seen of it can be applied like any other. None when it was written
/// before: then this is old news of an attempt that is over.
pub(super) async fn write_down(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    payment: &PaymentRow,
    seen: &RefundSeen,
    now: Instant,
) -> Result<Option<RefundRow>, Unexpected> {
    let Some(stripe_id) = &seen.id else { return Ok(None) };
    let dedupe_key = format!("stripe:{stripe_id}");
    if store::is_key_known(tx, &dedupe_key).await? {
        return Ok(None);
    }
    let reference = tokens.reference();
    let debits = draw_from_payment(tx, payment.id, seen.amount).await?;
    let row = NewRefundRow {
        reference: &reference,
        payment_id: payment.id,
        charge_id: ledger::charge_meant_by(tx, payment.id).await?,
        amount: seen.amount,
        reason: "Made in Stripe's dashboard",
        dedupe_key: &dedupe_key,
        state: RefundState::Approved,
        is_by_card: true,
        stripe_refund_id: Some(stripe_id),
        requested_by: None,
        lines: &[],
    };
    let id = store::insert_refund(tx, row, now).await?;
    post_request(tx, id, &reference, payment.id, debits, now).await?;
    tracing::warn!(refund = id.0, "a refund made in Stripe's dashboard was written down");
    store::load_refund(tx, id).await.map(Some)
}
