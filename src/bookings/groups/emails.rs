//! The emails that naming causes. Each builder says who gets it, what it holds, and the key that makes it go out once.

use entity::{booking, place};
use serde_json::json;

use super::chasing::names_due_by;
use crate::app::App;
use crate::bookings::email_words::event_words;
use crate::bookings::emails::{place_confirmed, to_booker};
use crate::db::Tx;
use crate::events::EventDetails;
use crate::kernel::uk_time::until_end_of;
use crate::kernel::{EmailAddress, Instant, LinkPurpose, Unexpected, WorkingDays};
use crate::notifications::{NewMessage, outbox, personal_link};

/// Sends each person who was just named the full confirmation, at their own address even when several share one (GRP-5).
pub(super) async fn queue_places_named(
    app: &App,
    tx: &Tx,
    (booking, named): (&booking::Model, &[place::Model]),
    event: &EventDetails,
    now: Instant,
) -> Result<(), Unexpected> {
    let words = event_words(app, event, now);
    let message = |place: &place::Model| place_confirmed((booking, place), event, &words);
    outbox::queue_all(tx, app.tokens.as_ref(), named.iter().map(message).collect(), Vec::new(), now).await
}

/// Sends somebody the link with which they put their own name to a place (GRP-2); `was` is the date it was moved away from.
pub(super) async fn queue_claim_link(
    app: &App,
    tx: &Tx,
    (booking, place_id, generation): (&booking::Model, i64, i32),
    (event, was): (&EventDetails, Option<&EventDetails>),
    to: &EmailAddress,
    now: Instant,
) -> Result<(), Unexpected> {
    let days = app.holidays.read(tx, now).await?;
    let message = NewMessage {
        template: "place_offered_to_name",
        person_id: None,
        to_name: String::new(),
        to_address: to.as_str().to_owned(),
        data: json!({
            "event": event_words(app, event, now),
            "booked_by": booking.booker_name,
            "due": due_words(&days, event),
            "was": was.map(|was| event_words(app, was, now)),
            "claim": personal_link(LinkPurpose::ClaimPlace, place_id, generation),
        }),
        calendar: None,
        dedupe_key: format!("claim-link:{place_id}:{generation}"),
    };
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}

/// Asks the booker for the names that are missing (GRP-3).
pub(super) async fn queue_chase(
    app: &App,
    tx: &Tx,
    (booking, missing, invited): (&booking::Model, usize, &[String]),
    event: &EventDetails,
    now: Instant,
) -> Result<(), Unexpected> {
    let days = app.holidays.read(tx, now).await?;
    let is_late = event.when.known_day().is_some_and(|day| now >= names_due_by(&days, day));
    let data = json!({
        "name": booking.booker_name,
        "event": event_words(app, event, now),
        "reference": booking.reference,
        "missing": missing,
        "invited": invited,
        "due": due_words(&days, event),
        "is_late": is_late,
        "manage": personal_link(LinkPurpose::ManageBooking, booking.id, booking.link_generation),
    });
    let key = format!("names-missing:{}:{}", booking.id, now.timestamp_micros());
    let message = to_booker("names_missing", booking, data, key);
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}

/// Tells our office that names came after their last day: lists for the facilitator and the joining links may be out (GRP-3).
pub(super) async fn queue_late_names(
    app: &App,
    tx: &Tx,
    (booking, named): (&booking::Model, &[place::Model]),
    event: &EventDetails,
    now: Instant,
) -> Result<(), Unexpected> {
    let Some(identity) = app.identity.read_in(tx, now).await?.record else { return Ok(()) };
    let days = app.holidays.read(tx, now).await?;
    let data = json!({
        "event": event_words(app, event, now),
        "booker": booking.booker_name,
        "reference": booking.reference,
        "names": named.iter().map(|place| place.attendee_name.as_str()).collect::<Vec<_>>(),
        "due": due_words(&days, event),
        "desk": format!("{}/admin/events/{}", app.shell.base_url, event.id.0),
    });
    let first = named.first().map_or(0, |place| place.id);
    let message = NewMessage {
        template: "names_given_late",
        person_id: None,
        to_name: identity.name.clone(),
        to_address: identity.email.clone(),
        data,
        calendar: None,
        dedupe_key: format!("names-given-late:{first}:{}", now.timestamp_micros()),
    };
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}

/// "by the end of Wednesday 16 September 2026", or nothing while the day is not known.
pub(super) fn due_words(days: &WorkingDays, event: &EventDetails) -> Option<String> {
    event.when.known_day().map(|day| until_end_of(names_due_by(days, day)).replacen("until", "by", 1))
}
