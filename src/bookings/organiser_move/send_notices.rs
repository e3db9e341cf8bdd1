//! Tells everybody who has booked an event what we changed of it, one transaction a booking; safe to run again after a crash.

use entity::{booking, event_change};

use super::change_words::as_before;
use super::choice::meaning;
use super::queries::{choices_for, is_for, open_until};
use super::{emails, store};
use crate::app::App;
use crate::bookings::booking_state::BookingState;
use crate::bookings::event_facts::event_dates;
use crate::bookings::queries::live_bookings_of_event;
use crate::bookings::refund_terms::PolicyDates;
use crate::bookings::sale::load_policy_for_booking;
use crate::bookings::store as bookings;
use crate::db::Tx;
use crate::events::{EventDetails, EventId, load_event};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Unexpected};

/// Tells them. Gives how many bookings were told this time. What has been taken back, or called off, is told by nobody or by
/// the cancellation's own emails.
pub async fn send_notices(app: &App, change_id: i64) -> Result<usize, Unexpected> {
    let now = app.now();
    let Some(change) = claim(app, change_id, now).await? else { return Ok(0) };
    let event = load_event(app.db.reader(), EventId(change.event_id)).await?;
    if event.is_cancelled() {
        return Ok(0);
    }
    let mut told = 0;
    let mut failed = None;
    for booking in live_bookings_of_event(app.db.reader(), change.event_id).await? {
        if !is_for(&change, booking.booked_at) {
            continue;
        }
        let done = app.db.write_tx(async |tx| tell(app, tx, (&change, booking.id), &event, now).await).await;
        match done {
            Ok(is_told) => told += usize::from(is_told),
            Err(error) => failed = Some(error.context(format!("booking {}", booking.id))),
        }
    }
    failed.map_or(Ok(told), Err)
}

/// From here on later edits are a change of their own.
async fn claim(app: &App, change_id: i64, now: Instant) -> Result<Option<event_change::Model>, Unexpected> {
    app.db
        .write_tx(async |tx| {
            let Some(change) = store::find_change(tx, change_id).await? else { return Ok(None) };
            if change.noticed_at.is_none() {
                let event = load_event(tx, EventId(change.event_id)).await?;
                for open in store::list_open(tx, change.event_id).await? {
                    if meaning(&as_before(&event, &open).content(), &event.content()).is_told {
                        store::mark_noticed(tx, open.id, now).await?;
                    } else {
                        store::delete_change(tx, open.id).await?;
                    }
                }
            }
            Ok(store::find_change(tx, change_id).await?)
        })
        .await
}

async fn tell(
    app: &App,
    tx: &Tx,
    (change, booking_id): (&event_change::Model, i64),
    event: &EventDetails,
    now: Instant,
) -> Result<bool, Unexpected> {
    if !store::insert_notice(tx, (change.id, booking_id), now).await? {
        return Ok(false);
    }
    let booking = bookings::load_booking(tx, booking_id).await?;
    if !BookingState::parse(&booking.state).is_some_and(BookingState::takes_a_place) {
        return Ok(false);
    }
    store::raise_sequences(tx, booking_id).await?;
    let places = bookings::load_places(tx, booking_id).await?;
    let until = choice_end(tx, change, &booking, event).await?;
    emails::queue_notice(app, tx, change, (&booking, &places), (event, until), now).await?;
    Ok(true)
}

/// Until when this booking may choose, as its page says it (CO-07: by the kindest version of its policy); none when the change
/// gives no choice.
async fn choice_end(
    tx: &Tx,
    change: &event_change::Model,
    booking: &booking::Model,
    event: &EventDetails,
) -> Result<Option<Instant>, Unexpected> {
    if !change.gives_choice {
        return Ok(None);
    }
    let own = PolicyDates {
        policy: load_policy_for_booking(tx, booking.refund_policy_id).await?,
        dates: event_dates(event).context("a booked event has no date")?,
    };
    Ok(open_until(&choices_for(tx, booking).await?, &own))
}
