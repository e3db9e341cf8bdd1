//! The emails of a waiting list. Each holds the entry's own link, with which one books, declines and leaves without signing in
//! (WTL-8), and a key that makes it go out once.

use entity::waiting_entry;
use serde_json::{Value, json};

use super::turns::PAID_TOO_LATE;
use super::words::{places_words, seats_words};
use crate::app::App;
use crate::bookings::email_words::event_words;
use crate::bookings::modes::PlaceMode;
use crate::db::Tx;
use crate::events::EventDetails;
use crate::kernel::uk_time::date_and_time;
use crate::kernel::{Instant, LinkPurpose, Unexpected};
use crate::notifications::{NewMessage, outbox, personal_link};

/// Why a list ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum ListEnded {
    /// The organiser called the event off.
    EventCancelled,
    /// Bookings have closed and no place came free.
    BookingsClosed,
}

/// A message to whoever an entry belongs to; `more` joins what every one of them holds.
async fn queue(
    app: &App,
    tx: &Tx,
    (template, key): (&'static str, String),
    (entry, event): (&waiting_entry::Model, &EventDetails),
    (more, now): (Value, Instant),
) -> Result<(), Unexpected> {
    let mut data = json!({
        "name": entry.name,
        "event": event_words(app, event, now),
        "asked": seats_words(entry.places, PlaceMode::parse(&entry.mode)),
        "entry": personal_link(LinkPurpose::WaitingEntry, entry.id, entry.link_generation),
    });
    if let (Value::Object(data), Value::Object(more)) = (&mut data, more) {
        data.extend(more);
    }
    let message = NewMessage {
        template,
        person_id: entry.person_id,
        to_name: entry.name.clone(),
        to_address: entry.email.clone(),
        data,
        calendar: None,
        dedupe_key: key,
    };
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}

/// Says that somebody is on the list, and how to leave it.
pub(super) async fn queue_joined(
    app: &App,
    tx: &Tx,
    subject: (&waiting_entry::Model, &EventDetails),
    now: Instant,
) -> Result<(), Unexpected> {
    let (entry, _) = subject;
    let more = json!({
        "all_together": entry.all_together && entry.places > 1,
        "paid_too_late": entry.priority == PAID_TOO_LATE,
        "is_rest": entry.beside_booking_id.is_some(),
    });
    let key = format!("waiting-list-joined:{}:{}", entry.id, now.timestamp_micros());
    queue(app, tx, ("waiting_list_joined", key), subject, (more, now)).await
}

/// Offers seats until an instant (WTL-4).
pub(super) async fn queue_offered(
    app: &App,
    tx: &Tx,
    subject: (&waiting_entry::Model, &EventDetails),
    (seats, mode, until): (i32, Option<PlaceMode>, Instant),
    now: Instant,
) -> Result<(), Unexpected> {
    let (entry, _) = subject;
    let more = json!({
        "seats": seats_words(seats, mode),
        "is_one": seats == 1,
        "is_fewer": seats < entry.places,
        "until": date_and_time(until),
    });
    let key = format!("place-offered:{}:{}", entry.id, now.timestamp_micros());
    queue(app, tx, ("place_offered", key), subject, (more, now)).await
}

/// Says that an offer has ended, and how to join again (WTL-9).
pub(super) async fn queue_offer_ended(
    app: &App,
    tx: &Tx,
    subject: (&waiting_entry::Model, &EventDetails),
    now: Instant,
) -> Result<(), Unexpected> {
    let key = format!("offer-ended:{}", subject.0.id);
    queue(app, tx, ("offer_ended", key), subject, (json!({}), now)).await
}

/// What somebody is told of free seats that are not kept for them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FreeSeatsFor {
    /// There are fewer than they ask for together (WTL-7).
    TooFew,
    /// Who comes first has them (WTL-5).
    FirstCome,
}

/// Says how many seats are free, once for each time that they become so.
pub(super) async fn queue_free_seats(
    app: &App,
    tx: &Tx,
    subject: (&waiting_entry::Model, &EventDetails),
    (what, free): (FreeSeatsFor, i32),
    now: Instant,
) -> Result<(), Unexpected> {
    let (template, key) = match what {
        FreeSeatsFor::TooFew => ("some_places_free", "some-places-free"),
        FreeSeatsFor::FirstCome => ("places_first_come", "places-first-come"),
    };
    let key = format!("{key}:{}:{}", subject.0.id, now.timestamp_micros());
    let more = json!({ "free": places_words(free), "is_one": free == 1 });
    queue(app, tx, (template, key), subject, (more, now)).await
}

/// Says that the list has ended, and why (WTL-12).
pub(super) async fn queue_list_ended(
    app: &App,
    tx: &Tx,
    subject: (&waiting_entry::Model, &EventDetails),
    why: ListEnded,
    now: Instant,
) -> Result<(), Unexpected> {
    let (entry, event) = subject;
    let is_cancelled = why == ListEnded::EventCancelled;
    let more = json!({
        "is_cancelled": is_cancelled,
        "reason": event.cancel_reason.clone().filter(|_| is_cancelled),
        "course": event.course.as_ref().map(|course| format!("{}/courses/{}", app.shell.base_url, course.slug)),
    });
    let key = format!("waiting-list-ended:{}", entry.id);
    queue(app, tx, ("waiting_list_ended", key), subject, (more, now)).await
}
