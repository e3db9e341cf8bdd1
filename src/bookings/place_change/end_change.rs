//! Ends changes that nobody paid for in time, or that the booker left: the payment page is closed first, then the seats are free
//! (D4, as for holds).

use chrono::Duration;
use entity::place;

use super::emails;
use super::jobs::leave_change_job;
use super::queries::find_waiting;
use super::settle_change::{end_unpaid, lock_charges};
use super::store::{self, ChangeEnd};
use crate::app::App;
use crate::bookings::store as bookings;
use crate::db::Tx;
use crate::jobs::{self, JobOutcome};
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::ledger::on_account_for;
use crate::payments::{self, CheckoutsEnded};

/// How long Stripe's silence keeps the seats.
const PATIENCE: Duration = Duration::minutes(15);
/// How soon to ask again.
const ASK_AGAIN: Duration = Duration::minutes(1);

/// Ends a change whose time is over, if it still waits.
pub async fn end_change(app: &App, change_id: i64) -> Result<JobOutcome, Unexpected> {
    let now = app.now();
    let change = store::load_change(app.db.reader(), change_id).await?;
    if change.state != store::WAITING {
        return Ok(JobOutcome::Done);
    }
    if now < change.waits_until {
        return Ok(JobOutcome::Again(change.waits_until));
    }
    match payments::end_checkouts(app, change.charge_id).await? {
        CheckoutsEnded::NoAnswer | CheckoutsEnded::PaidMeanwhile if now < change.waits_until + PATIENCE => {
            return Ok(JobOutcome::Again(now + ASK_AGAIN));
        }
        _ => {}
    }
    end_as(app, change_id, ChangeEnd::Expired, "not paid in time").await?;
    Ok(JobOutcome::Done)
}

/// The booker leaves a change: the seats are free at once; money that still comes goes back.
pub async fn withdraw_change(app: &App, change_id: i64) -> Result<bool, Unexpected> {
    let change = store::load_change(app.db.reader(), change_id).await?;
    let is_ended = end_as(app, change_id, ChangeEnd::Withdrawn, "left by the booker").await?;
    if is_ended && payments::end_checkouts(app, change.charge_id).await? == CheckoutsEnded::NoAnswer {
        tracing::warn!(change_id, "the payment page of a change that was left could not be closed");
    }
    Ok(is_ended)
}

/// The places of a change that waits are being cancelled, so it can never be carried out: it ends by a job, because its seats and
/// its charge are locked in another order than those of the booking. A move of all places ends with the first that goes.
pub async fn end_with_places(
    tx: &Tx,
    booking_id: i64,
    cancelled: &[&place::Model],
    now: Instant,
) -> Result<(), Unexpected> {
    let Some(change) = find_waiting(tx, booking_id).await? else { return Ok(()) };
    if change.place_id.is_none_or(|id| cancelled.iter().any(|place| place.id == id)) {
        jobs::enqueue(tx, leave_change_job(change.id)?, now).await?;
    }
    Ok(())
}

/// Carries that out. Money that came meanwhile is being handed on, finds that the change is not possible any more, and goes back.
pub async fn leave_change(app: &App, change_id: i64) -> Result<bool, Unexpected> {
    let change = store::load_change(app.db.reader(), change_id).await?;
    if payments::end_checkouts(app, change.charge_id).await? == CheckoutsEnded::NoAnswer {
        tracing::warn!(change_id, "the payment page of a change of cancelled places could not be closed");
    }
    end_as(app, change_id, ChangeEnd::Withdrawn, "its places were cancelled").await
}

async fn end_as(app: &App, change_id: i64, end: ChangeEnd, reason: &str) -> Result<bool, Unexpected> {
    app.db
        .write_tx(async |tx| {
            let known = store::load_change(tx, change_id).await?;
            lock_charges(tx, &bookings::load_booking(tx, known.booking_id).await?, known.charge_id).await?;
            // Money that is written down and not yet handed on counts: what matters is when it came (CLK-7).
            if !on_account_for(tx, known.charge_id).await?.is_empty() {
                return Ok(false);
            }
            let change = store::load_change(tx, change_id).await?;
            let now = app.now();
            let Some(back) = end_unpaid(app, tx, &change, (end, reason), now).await? else { return Ok(false) };
            if back > Pence::ZERO {
                let booking = bookings::load_booking(tx, change.booking_id).await?;
                let key = format!("part-of-change:{change_id}");
                emails::queue_not_made(app, tx, (&booking, &change), (&key, back), now).await?;
            }
            Ok(true)
        })
        .await
}

/// Ends changes that are long over and still there: their own job died.
pub async fn end_forgotten_changes(app: &App) -> Result<usize, Unexpected> {
    let overdue = store::list_overdue(app.db.reader(), app.now() - PATIENCE).await?;
    for change_id in &overdue {
        if let Err(error) = end_change(app, *change_id).await {
            tracing::error!(change_id, %error, "a change that is long over could not be ended");
        }
    }
    Ok(overdue.len())
}
