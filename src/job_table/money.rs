//! The money side's jobs. Each asks Stripe first, outside any transaction, then applies what it saw and hands the facts on in
//! one ([`facts::take_in`](crate::facts::take_in)).

use crate::app::App;
use crate::facts;
use crate::jobs::{ClaimedJob, JobOutcome};
use crate::kernel::Unexpected;
use crate::payments::checkouts::{CheckCheckout, look_up_checkout};
use crate::payments::record_bank_payment::SettlePayment;
use crate::payments::refunds::{self, RefundJob, RefundSent};
use crate::payments::seen::Seen;
use crate::payments::webhooks::{MessageRead, ProcessWebhook, look_up_event};
use crate::payments::{CheckoutId, MoneyFact, RefundId, reconcile};

/// Stripe out of reach shows after a few tries; the rest waits for the next run.
const MOST_FAILURES: usize = 3;

/// Reads one message of the webhook inbox.
pub(super) async fn process_webhook(app: &App, job: &ClaimedJob) -> Result<JobOutcome, Unexpected> {
    let ProcessWebhook { webhook_event_id } = job.read()?;
    match look_up_event(app, webhook_event_id).await? {
        MessageRead::Known => {}
        MessageRead::Later(at) => return Ok(JobOutcome::Again(at)),
        MessageRead::Now(event) => facts::take_in_event(app, webhook_event_id, &event).await?,
    }
    Ok(JobOutcome::Done)
}

/// Asks about one checkout.
pub(super) async fn check_checkout(app: &App, job: &ClaimedJob) -> Result<JobOutcome, Unexpected> {
    let CheckCheckout { checkout_id } = job.read()?;
    check_one_checkout(app, CheckoutId(checkout_id)).await?;
    Ok(JobOutcome::Done)
}

/// Sends one refund.
pub(super) async fn send_refund(app: &App, job: &ClaimedJob) -> Result<JobOutcome, Unexpected> {
    let RefundJob { refund_id } = job.read()?;
    match refunds::send_refund(app, RefundId(refund_id)).await? {
        RefundSent::Seen(seen) => facts::take_in(app, &Seen::Refund(seen)).await?,
        RefundSent::NothingToSend => {}
        RefundSent::NotBefore(at) => return Ok(JobOutcome::Again(at)),
    }
    Ok(JobOutcome::Done)
}

/// Puts a failed refund back in the queue.
pub(super) async fn retry_refund(app: &App, job: &ClaimedJob) -> Result<JobOutcome, Unexpected> {
    let RefundJob { refund_id } = job.read()?;
    let now = app.now();
    app.db.write_tx(async |tx| refunds::retry_refund(tx, RefundId(refund_id), now).await).await?;
    Ok(JobOutcome::Done)
}

/// Hands money that an officer wrote down to whoever sold the thing.
pub(super) async fn settle_payment(app: &App, job: &ClaimedJob) -> Result<JobOutcome, Unexpected> {
    let SettlePayment { payment_id, charge_id, amount } = job.read()?;
    let now = app.now();
    let fact = MoneyFact::PaymentArrived { payment_id, charge_id, amount };
    app.db.write_tx(async |tx| facts::hand_on(app, tx, fact, now).await).await?;
    Ok(JobOutcome::Done)
}

/// Asks about everything that is not at its end. A failure is logged and met again in five minutes.
pub(super) async fn reconcile_payments(app: &App) -> Result<JobOutcome, Unexpected> {
    reconcile::wipe_old_bodies(app).await?;
    if app.gateway.is_none() {
        return Ok(JobOutcome::Done);
    }
    let mut failures = 0;
    for id in reconcile::checkouts_to_check(app).await? {
        note(check_one_checkout(app, id).await, &mut failures);
        if failures >= MOST_FAILURES {
            return Ok(JobOutcome::Done);
        }
    }
    for id in reconcile::refunds_to_check(app).await? {
        note(check_one_refund(app, id).await, &mut failures);
        if failures >= MOST_FAILURES {
            return Ok(JobOutcome::Done);
        }
    }
    note(reconcile::take_in_undelivered(app).await.map(drop), &mut failures);
    reconcile::send_forgotten_refunds(app).await?;
    Ok(JobOutcome::Done)
}

fn note(result: Result<(), Unexpected>, failures: &mut usize) {
    if let Err(error) = result {
        tracing::warn!(%error, "reconciling with Stripe met a failure");
        *failures += 1;
    }
}

async fn check_one_checkout(app: &App, id: CheckoutId) -> Result<(), Unexpected> {
    match look_up_checkout(app, id).await? {
        Some(seen) => facts::take_in(app, &seen).await,
        None => Ok(()),
    }
}

async fn check_one_refund(app: &App, id: RefundId) -> Result<(), Unexpected> {
    match reconcile::look_up_refund(app, id).await? {
        Some(seen) => facts::take_in(app, &seen).await,
        None => Ok(()),
    }
}
