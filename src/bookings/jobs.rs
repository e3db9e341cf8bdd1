//! The jobs of this feature: payloads, and handlers of three lines.

use serde::{Deserialize, Serialize};

use super::cancel_event::{Progress, cancel_next_bookings};
use super::end_hold::{end_forgotten_holds, end_hold};
use super::joining::give_differences;
use super::waiting_list;
use super::wipe_abandoned::wipe_abandoned_bookings;
use crate::app::App;
use crate::jobs::{ClaimedJob, JobOutcome, NewJob};
use crate::kernel::{Instant, Unexpected};
use crate::payments::{self, CheckoutsEnded};

/// Ends a hold at its time.
pub const END_HOLD: &str = "end_hold";
/// Ends holds whose own job is gone.
pub const END_FORGOTTEN_HOLDS: &str = "end_forgotten_holds";
/// Closes the payment page of a booking that was given up.
pub const CLOSE_PAYMENT_PAGE: &str = "close_payment_page";
/// Cancels the bookings of an event that was called off.
pub const CANCEL_EVENT_BOOKINGS: &str = "cancel_event_bookings";
/// Forgets who abandoned a booking (HLD-11).
pub const WIPE_ABANDONED: &str = "wipe_abandoned_bookings";
/// Looks at waiting lists: what has ended, who is next.
pub const TEND_WAITING_LISTS: &str = "tend_waiting_lists";
/// Forgets who waited, 30 days after their entry ended.
pub const FORGET_OLD_WAITING_LISTS: &str = "forget_old_waiting_lists";

/// Gives new members the difference for places they booked while joining (ELG-7).
pub const GIVE_DIFFERENCES: &str = "give_joining_differences";

#[derive(Serialize, Deserialize)]
struct ById {
    id: i64,
}

/// Ends the hold of `booking_id` at `until`.
pub(super) fn end_hold_job(booking_id: i64, until: Instant) -> Result<NewJob, Unexpected> {
    Ok(NewJob::new(END_HOLD, &ById { id: booking_id })?.at(until).once(format!("{END_HOLD}:{booking_id}")))
}

/// Closes whatever payment page is open for the charge.
pub(super) fn close_payment_page_job(charge_id: i64) -> Result<NewJob, Unexpected> {
    Ok(NewJob::new(CLOSE_PAYMENT_PAGE, &ById { id: charge_id })?.once(format!("{CLOSE_PAYMENT_PAGE}:{charge_id}")))
}

/// Which event was called off, and by which officer.
#[derive(Serialize, Deserialize)]
struct CalledOff {
    id: i64,
    #[serde(default)]
    by: Option<i64>,
}

/// Works through the bookings of a cancelled event, as the officer who called it off.
pub(super) fn cancel_event_bookings_job(event_id: i64, by: Option<i64>) -> Result<NewJob, Unexpected> {
    let payload = CalledOff { id: event_id, by };
    Ok(NewJob::new(CANCEL_EVENT_BOOKINGS, &payload)?.once(format!("{CANCEL_EVENT_BOOKINGS}:{event_id}")))
}

/// Looks whether the person's places wait for the member price.
pub fn give_differences_job(person_id: i64) -> Result<NewJob, Unexpected> {
    NewJob::new(GIVE_DIFFERENCES, &ById { id: person_id })
}

/// Handler of [`GIVE_DIFFERENCES`].
pub async fn run_give_differences(app: &App, job: &ClaimedJob) -> Result<JobOutcome, Unexpected> {
    give_differences(app, job.read::<ById>()?.id).await?;
    Ok(JobOutcome::Done)
}

/// Handler of [`END_HOLD`].
pub async fn run_end_hold(app: &App, job: &ClaimedJob) -> Result<JobOutcome, Unexpected> {
    end_hold(app, job.read::<ById>()?.id).await
}

/// Handler of [`END_FORGOTTEN_HOLDS`].
pub async fn run_end_forgotten_holds(app: &App) -> Result<JobOutcome, Unexpected> {
    end_forgotten_holds(app).await?;
    Ok(JobOutcome::Done)
}

/// Handler of [`CLOSE_PAYMENT_PAGE`]. A payment that won the race is refunded when it arrives (HLD-7).
pub async fn run_close_payment_page(app: &App, job: &ClaimedJob) -> Result<JobOutcome, Unexpected> {
    match payments::end_checkouts(app, job.read::<ById>()?.id).await? {
        CheckoutsEnded::NoAnswer => Err(Unexpected::because("Stripe did not answer")),
        _ => Ok(JobOutcome::Done),
    }
}

/// Handler of [`CANCEL_EVENT_BOOKINGS`].
pub async fn run_cancel_event_bookings(app: &App, job: &ClaimedJob) -> Result<JobOutcome, Unexpected> {
    let CalledOff { id, by } = job.read()?;
    let began = app.now();
    let progress = cancel_next_bookings(app, id, by).await?;
    match progress {
        // Before the letters and refunds of this run, or the last booking would wait for them all.
        Progress { goes_on: true, .. } => Ok(JobOutcome::Again(began)),
        Progress { failed: 0, .. } => Ok(JobOutcome::Done),
        Progress { failed, .. } => Err(Unexpected::because(format!("{failed} bookings could not be cancelled"))),
    }
}

/// Handler of [`WIPE_ABANDONED`].
pub async fn run_wipe_abandoned(app: &App) -> Result<JobOutcome, Unexpected> {
    wipe_abandoned_bookings(app).await?;
    Ok(JobOutcome::Done)
}

/// Handler of [`TEND_WAITING_LISTS`].
pub async fn run_tend_waiting_lists(app: &App) -> Result<JobOutcome, Unexpected> {
    waiting_list::tend_waiting_lists(app).await?;
    Ok(JobOutcome::Done)
}

/// Handler of [`FORGET_OLD_WAITING_LISTS`].
pub async fn run_forget_old_waiting_lists(app: &App) -> Result<JobOutcome, Unexpected> {
    waiting_list::forget_old_entries(app).await?;
    Ok(JobOutcome::Done)
}
