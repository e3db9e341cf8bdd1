//! Finds what our own books hold behind a line of a payout. Each line is matched once and for good, so that running again, or
//! two at a time, changes nothing.

use sea_orm::ConnectionTrait;

use super::post_payout::post_fee;
use super::reckoning::ItemKind;
use super::store::{self, ItemRow};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::refunds::store::{find_by_reference, find_by_stripe_id};
use crate::payments::{disputes, store as payments};

/// Matches these lines in the caller's transaction and posts the fees of those that match. Says how many did.
pub(super) async fn match_items(
    tx: &impl ConnectionTrait,
    items: &[ItemRow],
    now: Instant,
) -> Result<usize, Unexpected> {
    let mut matched = 0;
    for item in items {
        let kind = ItemKind::parse(&item.kind).with_context(|| format!("no line is of kind {}", item.kind))?;
        let Some((known, payment_id)) = find_known(tx, kind, item).await? else { continue };
        if store::mark_known(tx, item.id, (known, payment_id)).await? {
            post_fee(tx, (kind, item), payment_id, now).await?;
            matched += 1;
        }
    }
    Ok(matched)
}

/// What our books say the line comes to, and the payment it concerns.
async fn find_known(
    tx: &impl ConnectionTrait,
    kind: ItemKind,
    item: &ItemRow,
) -> Result<Option<(Pence, Option<i64>)>, Unexpected> {
    match kind {
        ItemKind::Payment => {
            let Some(intent) = &item.payment_intent else { return Ok(None) };
            let payment = payments::find_payment_by_intent(tx, intent).await?;
            Ok(payment.map(|payment| (Pence::new(payment.amount_pence), Some(payment.id))))
        }
        ItemKind::Refund => {
            let by_id = find_by_stripe_id(tx, &item.source).await?;
            let found = match (by_id, &item.refund_reference) {
                // A later attempt has another id at Stripe; the reference it carries is the same.
                (None, Some(reference)) => find_by_reference(tx, reference).await?,
                (found, _) => found,
            };
            Ok(found.map(|refund| (like(item, refund.amount()), Some(refund.row.payment_id))))
        }
        ItemKind::Dispute => {
            let found = disputes::store::find_by_stripe_id(tx, &item.source).await?;
            Ok(found.map(|dispute| (like(item, Pence::new(dispute.amount_pence)), Some(dispute.payment_id))))
        }
        ItemKind::PayoutReturned => {
            let found = store::find_payout(tx, &item.source).await?;
            Ok(found.map(|payout| (like(item, Pence::new(payout.amount_pence)), None)))
        }
        ItemKind::Fee => Ok(Some((Pence::new(item.amount_pence), None))),
        ItemKind::Other => Ok(None),
    }
}

/// Our amount in the direction of the line: the same refund goes out once and may come home once.
fn like(item: &ItemRow, amount: Pence) -> Pence {
    if item.amount_pence < 0 { -amount } else { amount }
}
