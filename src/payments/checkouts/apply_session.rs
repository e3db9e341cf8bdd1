//! What a checkout session seen at Stripe means here. One function for webhooks, for the reconcile job and for whoever asked;
//! seen twice, or in any order, it happens once.

use sea_orm::ConnectionTrait;

use super::store::{self, CheckoutRow};
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, TokenSource, Unexpected};
use crate::payments::fact::MoneyFact;
use crate::payments::record_payment::{NewPayment, record_payment};
use crate::payments::seen::{SessionSeen, SessionStanding};
use crate::payments::store::{Channel, lock_charge};

/// Applies what was seen in the caller's transaction and says what the seller must hear. Sessions that are not ours, and
/// news that is none, change nothing.
pub async fn apply_session(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    seen: &SessionSeen,
    now: Instant,
) -> Result<Vec<MoneyFact>, Unexpected> {
    let Some(found) = store::find_of_session(tx, seen.id.as_deref(), seen.client_reference.as_deref()).await? else {
        tracing::warn!(session = seen.id, "a checkout session that is not ours was seen");
        return Ok(Vec::new());
    };
    lock_charge(tx, found.row.charge_id).await?;
    // Read again behind the lock, so that the edge is taken from where the checkout stands now.
    let checkout = store::load_checkout(tx, found.id()).await?;
    match seen.standing {
        SessionStanding::Paid => take_payment(tx, tokens, &checkout, seen, now).await,
        SessionStanding::Ended => end(tx, &checkout, seen, now).await,
        SessionStanding::Open => {
            store::mark_opened(tx, &checkout, seen).await?;
            Ok(Vec::new())
        }
        SessionStanding::AwaitingBank => Ok(Vec::new()),
    }
}

async fn take_payment(
    tx: &impl ConnectionTrait,
    tokens: &dyn TokenSource,
    checkout: &CheckoutRow,
    seen: &SessionSeen,
    now: Instant,
) -> Result<Vec<MoneyFact>, Unexpected> {
    if seen.currency != "gbp" || seen.amount.get() <= 0 {
        let words = format!(
            "checkout {} brought {} {}, which cannot be written down",
            checkout.row.id,
            seen.amount.get(),
            seen.currency
        );
        return Err(Unexpected::because(words));
    }
    if seen.amount != checkout.amount() {
        tracing::error!(checkout = checkout.row.id, "a checkout brought another amount than was asked for");
    }
    if !store::mark_paid(tx, checkout, seen.id.as_deref(), now).await? {
        return Ok(Vec::new());
    }
    let charge_id = checkout.row.charge_id;
    let payment = NewPayment {
        channel: Channel::Card { checkout_id: checkout.row.id, payment_intent: seen.payment_intent.clone() },
        amount: seen.amount,
        charge_id: Some(charge_id),
        customer_id: None,
        value_on: london_date(now),
    };
    let payment_id = record_payment(tx, tokens, payment, now).await?;
    Ok(vec![MoneyFact::PaymentArrived { payment_id, charge_id, amount: seen.amount }])
}

async fn end(
    tx: &impl ConnectionTrait,
    checkout: &CheckoutRow,
    seen: &SessionSeen,
    now: Instant,
) -> Result<Vec<MoneyFact>, Unexpected> {
    let ended = store::mark_expired(tx, checkout, seen.id.as_deref(), now).await?;
    let fact = MoneyFact::CheckoutExpired { charge_id: checkout.row.charge_id };
    Ok(if ended { vec![fact] } else { Vec::new() })
}
