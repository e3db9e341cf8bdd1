//! Calls a private date off inside the transaction of whoever ordered it: nobody from outside has booked, and those who registered
//! paid nothing, so there is no preview of refunds.

use super::jobs::cancel_event_bookings_job;
use super::sale::store::lock_seats;
use crate::audit::Actor;
use crate::db::Tx;
use crate::events::{self, EventId};
use crate::jobs;
use crate::kernel::{Instant, Unexpected};

/// Cancels the event if it is published; a job then tells everybody who has a place. False when it was not published.
pub async fn call_off_private(
    tx: &Tx,
    event_id: i64,
    reason: &str,
    by: Actor,
    now: Instant,
) -> Result<bool, Unexpected> {
    lock_seats(tx, event_id).await?;
    if !events::mark_cancelled(tx, EventId(event_id), reason, by, now).await? {
        return Ok(false);
    }
    jobs::enqueue(tx, cancel_event_bookings_job(event_id, by.person_id())?, now).await?;
    Ok(true)
}
