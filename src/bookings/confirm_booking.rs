//! Confirms a booking: it is paid for, or free. Marks it, tells every attendee and the booker, and asks members among the
//! attendees to prove it so that their difference comes back (D8).

use entity::{booking, place};

use super::booking_state::{BookingEvent, BookingState, transition};
use super::emails;
use super::jobs::give_differences_job;
use super::renewal_nudge::plan_nudges;
use super::store;
use crate::app::App;
use crate::audit::{Actor, Entry, record};
use crate::db::Tx;
use crate::events::EventDetails;
use crate::jobs;
use crate::kernel::{Instant, Unexpected};

/// Marks a held booking confirmed and queues its emails. False when it was not held any more.
pub async fn confirm_booking(
    app: &App,
    tx: &Tx,
    booking: &booking::Model,
    event: &EventDetails,
    now: Instant,
) -> Result<bool, Unexpected> {
    let Some((booking, places)) = confirm_untold(tx, booking, event, now).await? else { return Ok(false) };
    emails::queue_confirmation(app, tx, (&booking, &places), event, now).await?;
    super::offer_member_price::offer_member_prices(app, tx, (&booking, &places), event, now).await?;
    Ok(true)
}

/// The same without a letter, for whoever tells of several bookings at once. Gives the booking and its places as they are then.
pub(super) async fn confirm_untold(
    tx: &Tx,
    booking: &booking::Model,
    event: &EventDetails,
    now: Instant,
) -> Result<Option<(booking::Model, Vec<place::Model>)>, Unexpected> {
    let from =
        BookingState::parse(&booking.state).ok_or_else(|| Unexpected::because("a booking's state is unknown"))?;
    let Ok(confirmed) = transition(from, BookingEvent::Settled) else { return Ok(None) };
    if !store::mark_booking(tx, booking.id, from, confirmed, now).await? {
        return Ok(None);
    }
    store::mark_places(tx, booking.id, from, confirmed).await?;
    let entry = Entry {
        actor: Actor::System,
        action: "booking.confirmed",
        subject_kind: "booking",
        subject_id: booking.id,
        reason: None,
        values: None,
    };
    record(tx, entry, now).await?;
    let booking = store::load_booking(tx, booking.id).await?;
    let places = store::load_places(tx, booking.id).await?;
    if let Some(person_id) = booking.booker_person_id.filter(|_| booking.joins_too_at.is_some()) {
        // The membership may have begun before the booking was paid (ELG-7).
        jobs::enqueue(tx, give_differences_job(person_id)?, now).await?;
    }
    plan_nudges(tx, &places, event, now).await?;
    Ok(Some((booking, places)))
}
