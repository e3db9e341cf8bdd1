//! Asks Stripe for payouts and what they are made of, once a day. Stripe out of reach, or cut off half-way, only means that the
//! next day's run finds the rest.

use super::emails::tell_of_difference;
use super::match_items::match_items;
use super::post_payout::{post_arrived, post_came_back};
use super::queries::unexplained;
use super::reckoning::ItemKind;
use super::seen::{PayoutSeen, PayoutStatus, TransactionSeen};
use super::store;
use crate::app::App;
use crate::jobs::JobOutcome;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};
use crate::payments::poster::Poster;
use crate::payments::stripe::Gateway;

/// The name of the job.
pub const RECONCILE_PAYOUTS: &str = "reconcile_payouts";

/// Pages of a hundred payouts that one run reads.
const MOST_PAGES: usize = 10;
/// Pages of a hundred lines of one payout: many more than a charity takes in a month.
const MOST_PAGES_OF_LINES: usize = 500;

/// Runs the job. Stripe out of reach is logged and met again tomorrow.
pub async fn run_reconcile_payouts(app: &App) -> Result<JobOutcome, Unexpected> {
    let Some(gateway) = &app.gateway else { return Ok(JobOutcome::Done) };
    // Without a card payment nothing that is paid out is ours.
    let Some(first) = store::first_card_payment_at(app.db.reader()).await? else { return Ok(JobOutcome::Done) };
    if let Err(error) = Poster::Stripe.does(take_in_payouts(app, gateway, first)).await {
        tracing::warn!(%error, "reading payouts met a failure");
    }
    Poster::Stripe.does(match_again(app)).await?;
    tell_officers(app).await?;
    Ok(JobOutcome::Done)
}

/// Everything that was paid out since `first`.
async fn take_in_payouts(app: &App, gateway: &Gateway, first: Instant) -> Result<(), Unexpected> {
    let mut after: Option<String> = None;
    for _ in 0..MOST_PAGES {
        let page = gateway.payouts(after.as_deref()).await;
        let (payouts, has_more) = page.context("Stripe was asked for payouts")?;
        for seen in payouts.iter().filter(|seen| seen.made_at >= first && seen.currency == "gbp") {
            // One that cannot be read keeps none of the others waiting.
            if let Err(error) = take_in(app, gateway, seen).await {
                tracing::warn!(%error, payout = seen.id, "a payout could not be read");
            }
        }
        after = payouts.last().map(|seen| seen.id.clone());
        if !has_more || payouts.last().is_none_or(|seen| seen.made_at < first) {
            return Ok(());
        }
    }
    tracing::warn!("there are more payouts than one run reads");
    Ok(())
}

async fn take_in(app: &App, gateway: &Gateway, seen: &PayoutSeen) -> Result<(), Unexpected> {
    let known = store::find_payout(app.db.reader(), &seen.id).await?;
    if known.as_ref().is_none_or(|row| row.status != seen.status.word()) {
        note_standing(app, seen).await?;
    }
    let is_read = known.is_some_and(|row| row.read_at.is_some());
    if is_read || !seen.is_automatic || !seen.is_complete || seen.status == PayoutStatus::OnItsWay {
        return Ok(());
    }
    let lines = lines_of(gateway, &seen.id).await?;
    write_lines(app, seen, &lines).await
}

/// How it stands, and the money's way with it, in one transaction.
async fn note_standing(app: &App, seen: &PayoutSeen) -> Result<(), Unexpected> {
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            let row = store::take_down(tx, seen, now).await?;
            let before = PayoutStatus::parse(&row.status).context("a payout's status is unknown")?;
            if !store::mark_status(tx, &row, (seen.status, seen.arrives_on)).await? {
                return Ok(());
            }
            match (before, seen.status) {
                (_, PayoutStatus::Paid) => post_arrived(tx, &row, seen.arrives_on, now).await,
                (PayoutStatus::Paid, _) => post_came_back(tx, &row, now).await,
                _ => Ok(()),
            }
        })
        .await
}

/// Every page of what a payout is made of; none of it is written before all of it is here.
async fn lines_of(gateway: &Gateway, payout: &str) -> Result<Vec<TransactionSeen>, Unexpected> {
    let (mut lines, mut after) = (Vec::new(), None::<String>);
    for _ in 0..MOST_PAGES_OF_LINES {
        let page = gateway.transactions_of(payout, after.as_deref()).await;
        let (mut found, has_more) = page.context("Stripe was asked what a payout is made of")?;
        after = found.last().map(|line| line.id.clone());
        lines.append(&mut found);
        if !has_more {
            return Ok(lines);
        }
    }
    Err(Unexpected::because(format!("payout {payout} has more lines than one run reads")))
}

async fn write_lines(app: &App, seen: &PayoutSeen, lines: &[TransactionSeen]) -> Result<(), Unexpected> {
    let now = app.now();
    let matched = app
        .db
        .write_tx(async |tx| {
            let row = store::take_down(tx, seen, now).await?;
            if !store::mark_read(tx, row.id, now).await? {
                return Ok(0);
            }
            for line in lines {
                if let Some(kind) = ItemKind::of(&line.stripe_type, &line.source, &seen.id) {
                    store::insert_item(tx, row.id, (kind, line)).await?;
                }
            }
            let items = store::list_unknown_of(tx, row.id).await?;
            match_items(tx, &items, now).await
        })
        .await?;
    tracing::info!(payout = seen.id, lines = lines.len(), matched, "a payout was read");
    Ok(())
}

/// What matched nothing may match by now: a payment whose message came late, a refund made in Stripe's dashboard.
async fn match_again(app: &App) -> Result<(), Unexpected> {
    let unknown = store::list_unknown(app.db.reader()).await?;
    if unknown.is_empty() {
        return Ok(());
    }
    let now = app.now();
    app.db.write_tx(async |tx| match_items(tx, &unknown, now).await).await?;
    Ok(())
}

async fn tell_officers(app: &App) -> Result<(), Unexpected> {
    let waiting = unexplained(app.db.reader()).await?;
    if waiting.is_empty() {
        return Ok(());
    }
    let now = app.now();
    app.db
        .write_tx(async |tx| {
            for payout in &waiting {
                tell_of_difference(tx, app.tokens.as_ref(), payout, now).await?;
            }
            Ok(())
        })
        .await
}
