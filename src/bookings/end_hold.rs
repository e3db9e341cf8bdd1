//! The end of a hold (D4): first Stripe is told to close the payment page, then the places are freed. If Stripe does not answer for
//! 15 minutes they are freed anyway; money that still arrives is dealt with when it comes (HLD-5).

use chrono::Duration;

use super::booking_state::BookingState;
use super::queries::overdue_holds;
use super::release_expired_holds::release_hold;
use super::store;
use crate::app::App;
use crate::jobs::JobOutcome;
use crate::kernel::Unexpected;
use crate::payments::{self, CheckoutsEnded};

/// How long Stripe's silence keeps the places.
const PATIENCE: Duration = Duration::minutes(15);
/// How soon to ask again.
const ASK_AGAIN: Duration = Duration::minutes(1);

/// Ends the hold of a booking, if it is still held and its time is over.
pub async fn end_hold(app: &App, booking_id: i64) -> Result<JobOutcome, Unexpected> {
    let now = app.now();
    let booking = store::load_booking(app.db.reader(), booking_id).await?;
    let Some(until) = booking.held_until.filter(|_| booking.state == BookingState::Held.word()) else {
        return Ok(JobOutcome::Done);
    };
    if now < until {
        return Ok(JobOutcome::Again(until));
    }
    if let Some(charge_id) = booking.charge_id {
        let patient = now < until + PATIENCE;
        match payments::end_checkouts(app, charge_id).await? {
            // Stripe is silent, or the payment won the race and its own job confirms the booking.
            CheckoutsEnded::NoAnswer | CheckoutsEnded::PaidMeanwhile if patient => {
                return Ok(JobOutcome::Again(now + ASK_AGAIN));
            }
            _ => {}
        }
    }
    app.db.write_tx(async |tx| release_hold(app, tx, &booking, app.now()).await).await?;
    Ok(JobOutcome::Done)
}

/// Ends holds that are long over and still there: their own job died, or found money that was then less than is owed. Gives
/// how many it looked at; one that fails does not keep the others waiting.
pub async fn end_forgotten_holds(app: &App) -> Result<usize, Unexpected> {
    let overdue = overdue_holds(app.db.reader(), app.now() - PATIENCE).await?;
    for booking_id in &overdue {
        if let Err(error) = end_hold(app, *booking_id).await {
            tracing::error!(booking = booking_id, %error, "a hold that is long over could not be ended");
        }
    }
    Ok(overdue.len())
}
