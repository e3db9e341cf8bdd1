//! What a refund seen at Stripe means here. One function for webhooks, for the reconcile job and for whoever sent it; seen
//! twice, or in any order, it happens once.

use sea_orm::ConnectionTrait;

use super::fail_refund::fail_refund;
use super::foreign_refund::write_down;
use super::postings::post_paid;
use super::refund_state::RefundEvent;
use super::store::{self, RefundRow};
use crate::kernel::{Instant, TokenSource, Unexpected};
use crate::payments::fact::MoneyFact;
use crate::payments::ledger_entry::Account;
use crate::payments::locks::lock_payment_and_its_charges;
use crate::payments::seen::{RefundSeen, RefundStanding};
use crate::payments::store::find_payment_by_intent;

/// Applies what was seen in the caller's transaction and says what the seller must hear.
pub async fn apply_refund(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    seen: &RefundSeen,
    now: Instant,
) -> Result<Vec<MoneyFact>, Unexpected> {
    let Some(refund) = find(tx, tokens, seen, now).await? else { return Ok(Vec::new()) };
    match seen.standing {
        RefundStanding::Pending => {
            take_note(tx, &refund, RefundEvent::Sent, seen, now).await?;
            Ok(Vec::new())
        }
        RefundStanding::Succeeded => succeed(tx, &refund, seen, now).await,
        RefundStanding::Failed => fail_refund(tx, tokens, &refund, seen, now).await,
    }
}

/// Our refund behind what was seen, read behind the payment's lock. One made in Stripe's dashboard is written down first.
/// None for refunds of strangers, of attempts that are over, and of what an officer has paid by hand.
async fn find(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    seen: &RefundSeen,
    now: Instant,
) -> Result<Option<RefundRow>, Unexpected> {
    let Some(intent) = &seen.payment_intent else { return Ok(None) };
    let Some(payment) = find_payment_by_intent(tx, intent).await? else {
        tracing::warn!(refund = seen.id, "a refund of a payment that is not ours was seen");
        return Ok(None);
    };
    lock_payment_and_its_charges(tx, payment.id).await?;
    let by_id = match &seen.id {
        Some(id) => store::find_by_stripe_id(tx, id).await?,
        None => None,
    };
    let found = match (by_id, &seen.ours) {
        (Some(refund), _) => Some(refund),
        (None, Some((reference, attempt))) => {
            store::find_by_reference(tx, reference).await?.filter(|refund| refund.row.attempts == *attempt)
        }
        (None, None) => write_down(tx, tokens, &payment, seen, now).await?,
    };
    Ok(found.filter(|refund| refund.is_by_card() && refund.row.payment_id == payment.id))
}

async fn take_note(
    tx: &impl ConnectionTrait,
    refund: &RefundRow,
    event: RefundEvent,
    seen: &RefundSeen,
    now: Instant,
) -> Result<bool, Unexpected> {
    match &seen.id {
        Some(id) => store::mark_at_stripe(tx, refund, event, id, now).await,
        None => Ok(false),
    }
}

async fn succeed(
    tx: &impl ConnectionTrait,
    refund: &RefundRow,
    seen: &RefundSeen,
    now: Instant,
) -> Result<Vec<MoneyFact>, Unexpected> {
    if !take_note(tx, refund, RefundEvent::Succeeded, seen, now).await? {
        return Ok(Vec::new());
    }
    post_paid(tx, refund, Account::StripeClearing, now).await?;
    Ok(vec![MoneyFact::RefundSucceeded { refund_id: refund.id(), charge_id: refund.row.charge_id }])
}
