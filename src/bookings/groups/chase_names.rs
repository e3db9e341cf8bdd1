//! Asks bookers for missing names (GRP-3), and forgets where claim links went once nobody can use them.

use chrono::{Days, Duration};

use super::chasing::{FIRST_DAYS_BEFORE, is_chase_due};
use super::naming::{check, lock};
use super::place_status::is_unnamed;
use super::queries::{self, nameless_bookings};
use super::{emails, store};
use crate::app::App;
use crate::bookings::booking_state::BookingState;
use crate::bookings::store::load_places;
use crate::events::{EventId, load_event};
use crate::jobs::JobOutcome;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Unexpected};

/// Asks for missing names.
pub const CHASE_NAMES: &str = "chase_names";
/// Where a claim link went is kept this long after the event.
const KEPT_FOR: Duration = Duration::days(30);

/// Handler of [`CHASE_NAMES`].
pub async fn run_chase_names(app: &App) -> Result<JobOutcome, Unexpected> {
    chase_names(app).await?;
    let now = app.now();
    let before = london_date(now - KEPT_FOR);
    app.db.write_tx(async |tx| Ok::<_, Unexpected>(store::forget_recipients(tx, before).await?)).await?;
    Ok(JobOutcome::Done)
}

/// Asks every booker who is due to be asked; gives how many. Each is a transaction of its own, so one that fails leaves the
/// others asked.
pub async fn chase_names(app: &App) -> Result<usize, Unexpected> {
    let now = app.now();
    let today = london_date(now);
    let last = today.checked_add_days(Days::new(FIRST_DAYS_BEFORE)).unwrap_or(today);
    let mut asked = 0;
    for nameless in nameless_bookings(app.db.reader(), today..=last).await? {
        if app.db.write_tx(async |tx| ask(app, tx, nameless.booking.id, now).await).await? {
            asked += 1;
        }
    }
    Ok(asked)
}

/// Asks one booker, if it is still due behind the booking's lock.
async fn ask(app: &App, tx: &crate::db::Tx, booking_id: i64, now: Instant) -> Result<bool, Unexpected> {
    let booking = lock(tx, booking_id).await?;
    let event = load_event(tx, EventId(booking.event_id)).await?;
    let Some(day) = event.when.known_day().filter(|_| check(&booking, &event, now).is_ok()) else { return Ok(false) };
    let places = load_places(tx, booking_id).await?;
    let missing = places.iter().filter(|place| is_unnamed(place)).count();
    let told = queries::last_chased_at(tx, booking_id).await?;
    let last_told = told.into_iter().chain(booking.confirmed_at).max().unwrap_or(booking.booked_at);
    let is_confirmed = booking.state == BookingState::Confirmed.word();
    if !is_confirmed || missing == 0 || !is_chase_due(day, last_told, now) {
        return Ok(false);
    }
    store::write_chase(tx, booking_id, now).await?;
    let open = queries::invitations_of(tx, &places).await?.into_values().filter(|open| open.used_at.is_none());
    let invited: Vec<String> = open.map(|open| open.sent_to).collect();
    emails::queue_chase(app, tx, (&booking, missing, &invited), &event, now).await?;
    Ok(true)
}
