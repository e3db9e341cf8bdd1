//! Asks Stripe about everything that is not at its end, every five minutes and at start, so that with every webhook lost the
//! outcome is the same. It finds the work; what is learnt is applied by the caller like any webhook.

use chrono::Duration;

use super::charge::{CheckoutId, RefundId};
use super::checkouts;
use super::refunds::{self, RefundState};
use super::seen::Seen;
use super::webhooks::read_event::{About, Envelope, about};
use super::webhooks::receive_webhook::take_in;
use super::webhooks::store as inbox;
use crate::app::App;
use crate::jobs::Priority;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};

/// The name of the job.
pub const RECONCILE_PAYMENTS: &str = "reconcile_payments";

/// How many of each kind one run asks about; the rest come in the next.
const MOST: u64 = 50;

/// Pages of undelivered events one run reads.
const MOST_PAGES: usize = 5;

/// Bodies of messages hold names and addresses; they are kept this long after they were read.
const BODIES_KEPT: Duration = Duration::days(90);

/// Checkouts that may have changed at Stripe.
pub async fn checkouts_to_check(app: &App) -> Result<Vec<CheckoutId>, Unexpected> {
    let due = checkouts::store::list_to_check(app.db.reader(), app.now(), MOST).await?;
    Ok(due.iter().map(checkouts::store::CheckoutRow::id).collect())
}

/// Refunds that Stripe has taken and whose bank has not answered.
pub async fn refunds_to_check(app: &App) -> Result<Vec<RefundId>, Unexpected> {
    let sent = refunds::store::list_in_state(app.db.reader(), RefundState::Sent, MOST).await?;
    Ok(sent.iter().map(refunds::store::RefundRow::id).collect())
}

/// What Stripe shows of a refund it has taken. None when we do not know it by Stripe's id.
pub async fn look_up_refund(app: &App, id: RefundId) -> Result<Option<Seen>, Unexpected> {
    let refund = refunds::store::load_refund(app.db.reader(), id).await?;
    let (Some(gateway), Some(stripe_id)) = (&app.gateway, &refund.row.stripe_refund_id) else { return Ok(None) };
    let seen = gateway.refund(stripe_id).await.context("Stripe was asked how a refund stands")?;
    Ok(Some(Seen::Refund(seen)))
}

/// Refunds that should have gone and whose job is gone (it gave up, or Stripe never answered): each gets a job again.
pub async fn send_forgotten_refunds(app: &App) -> Result<(), Unexpected> {
    let now = app.now();
    let approved = refunds::store::list_in_state(app.db.reader(), RefundState::Approved, MOST).await?;
    if approved.is_empty() {
        return Ok(());
    }
    app.db
        .write_tx(async |tx| {
            for refund in approved.iter().filter(|refund| refund.is_by_card()) {
                refunds::open_refund::enqueue_sending(tx, (refund.id(), Priority::Usual), now).await?;
            }
            Ok(())
        })
        .await
}

/// Stores the events that no endpoint has taken, as if they had been received. Says how many were new.
pub async fn take_in_undelivered(app: &App) -> Result<usize, Unexpected> {
    let Some(gateway) = &app.gateway else { return Ok(0) };
    let (mut new, mut after) = (0, None);
    for _ in 0..MOST_PAGES {
        let page = gateway.undelivered_events(after.as_deref()).await;
        let (events, has_more) = page.context("Stripe was asked for undelivered events")?;
        let mut unknown = Vec::new();
        for event in &events {
            let envelope = Envelope::read(event);
            let concerns_us =
                about(&envelope.kind, event) != About::Nothing && envelope.is_live == Some(gateway.is_live());
            if concerns_us && !inbox::is_known(app.db.reader(), &envelope.id).await? {
                unknown.push((envelope, event.to_string()));
            }
        }
        after = events.last().map(|event| Envelope::read(event).id);
        // The newest come first: a page without news has only old ones behind it.
        if unknown.is_empty() {
            break;
        }
        new += store_events(app, &unknown).await?;
        if !has_more {
            break;
        }
    }
    Ok(new)
}

async fn store_events(app: &App, events: &[(Envelope, String)]) -> Result<usize, Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let mut new = 0;
            // The oldest first, as they would have come.
            for (envelope, body) in events.iter().rev() {
                new += usize::from(take_in(tx, envelope, body, now).await?);
            }
            Ok::<_, Unexpected>(new)
        })
        .await
}

/// Empties the bodies of messages read long ago; that they came, and what became of them, stays.
pub async fn wipe_old_bodies(app: &App) -> Result<(), Unexpected> {
    let before: Instant = app.now() - BODIES_KEPT;
    if !inbox::has_bodies_before(app.db.reader(), before).await? {
        return Ok(());
    }
    app.db.write_tx(async |tx| inbox::wipe_bodies_before(tx, before).await).await
}
