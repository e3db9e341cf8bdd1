//! Plans the reminder when a place is confirmed at the member price, and sends it if the membership still ends too soon.

use chrono::NaiveDate;
use entity::place;

use super::emails::queue_ends_first;
use super::jobs::nudge_renewal_job;
use super::nudge::{ends_before, reminder_at};
use crate::app::App;
use crate::bookings::booking_state::BookingState;
use crate::bookings::pricing::PriceReason;
use crate::bookings::queries::has_member_place;
use crate::db::Tx;
use crate::events::{EventDetails, EventId, load_event};
use crate::jobs::{self, JobOutcome};
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Unexpected};
use crate::members;

/// Plans a reminder for each member whose membership ends before the event; nothing for those whom the booking form told less than
/// 14 days before the end.
pub async fn plan_nudges(
    tx: &Tx,
    places: &[place::Model],
    event: &EventDetails,
    now: Instant,
) -> Result<(), Unexpected> {
    let Some(first_day) = event.when.known_day() else { return Ok(()) };
    for place in places.iter().filter(|place| place.state == BookingState::Confirmed.word()) {
        let member = place.person_id.filter(|_| place.price_reason == PriceReason::Member.word());
        let Some(person_id) = member else { continue };
        if let Some(ends_on) = ends_first(tx, person_id, first_day, now).await?
            && now < reminder_at(ends_on)
        {
            let job = nudge_renewal_job((event.id.0, person_id), reminder_at(ends_on))?;
            jobs::enqueue(tx, job, now).await?;
        }
    }
    Ok(())
}

async fn ends_first(
    db: &impl sea_orm::ConnectionTrait,
    person_id: i64,
    first_day: NaiveDate,
    now: Instant,
) -> Result<Option<NaiveDate>, Unexpected> {
    Ok(ends_before(members::standing(db, person_id, london_date(now)).await?, first_day))
}

/// Reminds the member, unless they have renewed, given the place up, or the event is off. A membership that was made longer, and
/// still ends first, is reminded of when its own time comes.
pub async fn send_nudge(app: &App, (event_id, person_id): (i64, i64)) -> Result<JobOutcome, Unexpected> {
    let now = app.now();
    let event = load_event(app.db.reader(), EventId(event_id)).await?;
    let Some(first_day) = event.when.known_day().filter(|_| event.is_published()) else { return Ok(JobOutcome::Done) };
    let Some(ends_on) = ends_first(app.db.reader(), person_id, first_day, now).await? else {
        return Ok(JobOutcome::Done);
    };
    if now < reminder_at(ends_on) {
        return Ok(JobOutcome::Again(reminder_at(ends_on)));
    }
    if has_member_place(app.db.reader(), (event_id, person_id), None).await? {
        app.db.write_tx(async |tx| queue_ends_first(app, tx, &event, (person_id, ends_on), now).await).await?;
    }
    Ok(JobOutcome::Done)
}
