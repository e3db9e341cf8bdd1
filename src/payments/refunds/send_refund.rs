//! Asks Stripe for one refund. The key was stored with the refund; asked twice, Stripe makes one (REF-9, R10).

use chrono::Duration;

use super::refund_state::RefundState;
use super::store::{self, RefundRow};
use crate::app::App;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::payments::charge::RefundId;
use crate::payments::disputes;
use crate::payments::seen::{RefundSeen, RefundStanding};
use crate::payments::store as money;
use crate::payments::stripe::{Gateway, GatewayError, RefundRequest};

/// Stripe forgets a key after a day; a little before, we look instead of asking again.
const KEY_LIVES: Duration = Duration::hours(23);

/// After this a key can be used anew.
const KEY_IS_FORGOTTEN: Duration = Duration::hours(25);

/// What came of sending a refund.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundSent {
    /// What Stripe says of it, to be applied.
    Seen(RefundSeen),
    /// There is nothing to send: it was sent, refused, or waits for a dispute to end.
    NothingToSend,
    /// Stripe failed, and repeats that answer for as long as it remembers the key; ask at this instant.
    NotBefore(Instant),
}

/// Sends the refund. An error means that the outcome is unknown: the job asks again under the same key.
pub async fn send_refund(app: &App, id: RefundId) -> Result<RefundSent, Unexpected> {
    let now = app.now();
    let refund = store::load_refund(app.db.reader(), id).await?;
    if refund.state != RefundState::Approved || !refund.is_by_card() {
        return Ok(RefundSent::NothingToSend);
    }
    if disputes::is_open(app.db.reader(), refund.row.payment_id).await? {
        tracing::info!(refund = id.0, "a refund waits until a dispute ends");
        return Ok(RefundSent::NothingToSend);
    }
    let gateway = app.gateway.as_ref().context("a refund by card cannot be sent without a Stripe key")?;
    let request = request_for(app, &refund).await?;
    if !app.db.write_tx(async |tx| store::mark_sending(tx, &refund, now).await).await? {
        return Ok(RefundSent::NothingToSend);
    }
    if let Some(found) = look_first(gateway, &refund, &request, now).await? {
        return Ok(RefundSent::Seen(found));
    }
    match gateway.create_refund(&request).await {
        Ok(seen) => Ok(RefundSent::Seen(seen)),
        Err(error @ (GatewayError::Refused(_) | GatewayError::NotFound)) => {
            Ok(RefundSent::Seen(refused(&request, &error)))
        }
        Err(error @ GatewayError::Broken(_)) => {
            tracing::error!(refund = id.0, %error, "a refund was asked for and Stripe failed");
            let first = refund.row.sent_at.unwrap_or(now);
            Ok(RefundSent::NotBefore(std::cmp::max(first + KEY_IS_FORGOTTEN, now + Duration::hours(1))))
        }
        Err(error) => Err(error).context("a refund was asked for and its outcome is unknown"),
    }
}

async fn request_for(app: &App, refund: &RefundRow) -> Result<RefundRequest, Unexpected> {
    let payment = money::load_payment(app.db.reader(), refund.row.payment_id).await?;
    Ok(RefundRequest {
        reference: refund.row.reference.clone(),
        attempt: refund.row.attempts,
        payment_intent: payment.stripe_payment_intent.context("a refund by card of a payment that was none")?,
        amount: refund.amount(),
    })
}

/// Past the life of the key the same request could pay twice: then the payment's refunds are searched for ours first.
async fn look_first(
    gateway: &Gateway,
    refund: &RefundRow,
    request: &RefundRequest,
    now: Instant,
) -> Result<Option<RefundSeen>, Unexpected> {
    let is_fresh = refund.row.sent_at.is_none_or(|first| now - first < KEY_LIVES);
    if is_fresh {
        return Ok(None);
    }
    let known = gateway.refunds_of(&request.payment_intent).await.context("a refund sent long ago was looked for")?;
    let ours = Some((request.reference.clone(), request.attempt));
    Ok(known.into_iter().find(|seen| seen.ours == ours))
}

/// A refusal is a failure that Stripe made no object for.
fn refused(request: &RefundRequest, error: &GatewayError) -> RefundSeen {
    RefundSeen {
        id: None,
        payment_intent: Some(request.payment_intent.clone()),
        amount: request.amount,
        standing: RefundStanding::Failed,
        failure_reason: Some(error.to_string()),
        ours: Some((request.reference.clone(), request.attempt)),
    }
}
