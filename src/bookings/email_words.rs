//! Words and files that several booking emails share.

use entity::{booking, place};
use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::event_facts::event_dates;
use super::groups::place_status::place_name;
use super::modes::PlaceMode;
use super::pricing::place_why;
use super::refund_policy::{PayerKind, fourteen_day_words};
use super::what_comes_back::refund_terms;
use crate::app::App;
use crate::events::place_words::capitalised;
use crate::events::{EventDetails, EventMode, EventView, place_words, venue_line};
use crate::kernel::{Instant, LinkPurpose, Pence, Unexpected};
use crate::notifications::{CalendarFile, CalendarMethod, CalendarTime, personal_link};

/// The event as an email names it.
pub(super) fn event_words(app: &App, event: &EventDetails, now: Instant) -> Value {
    let view = EventView::new(event, now);
    json!({
        "title": view.title,
        "date": view.date_words,
        "time": view.when,
        "place": view.place_words,
        // What it still takes to run, or that it does; "" where that is no question (SES-7).
        "run": view.run_words,
        "venue": view.venue,
        // A private event has no page of its own (INH-4).
        "url": if event.is_private() { String::new() } else { format!("{}/events/{}", app.shell.base_url, event.slug) },
    })
}

/// The same for one place of a date with a room and a screen: whoever is online reads nothing of the room, and whoever is in the
/// room nothing of the screen (SES-8).
pub(super) fn words_for_place(words: &Value, place: &place::Model, event: &EventDetails) -> Value {
    let mut words = words.clone();
    if let Some(mode) = PlaceMode::parse(&place.mode) {
        words["place"] = json!(capitalised(&place_words(mode.alone(), event.platform, &event.venue)));
        if mode == PlaceMode::Online {
            words["venue"] = json!([]);
        }
    }
    words
}

/// Where a place is, for its calendar entry: with room and street for whoever comes to it.
fn location(place: &place::Model, event: &EventDetails) -> String {
    let mode = PlaceMode::parse(&place.mode).map_or(event.mode, PlaceMode::alone);
    match (mode, venue_line(event)) {
        (EventMode::InPerson, line) if !line.is_empty() => line,
        (EventMode::Hybrid, line) => place_words(mode, event.platform, &line),
        _ => place_words(mode, event.platform, &event.venue),
    }
}

/// One line a place: who, and on a date with a room and a screen how, what price and why.
pub(super) fn charge_lines(places: &[place::Model]) -> Vec<Value> {
    places
        .iter()
        .map(|place| {
            json!({
                "name": match PlaceMode::parse(&place.mode) {
                    Some(mode) => format!("{} ({})", place_name(place), mode.words()),
                    None => place_name(place),
                },
                "amount": Pence::new(place.price_pence).to_string(),
                "why": place_why(place),
            })
        })
        .collect()
}

/// The refund policy the booking was made under, with its exact days, and the person's own 14 days (REF-2, CO-07).
pub(super) async fn refund_words(
    db: &impl ConnectionTrait,
    booking: &booking::Model,
    event: &EventDetails,
    now: Instant,
) -> Result<Vec<String>, Unexpected> {
    if booking.total_pence == 0 {
        return Ok(Vec::new());
    }
    if event_dates(event).is_none() {
        return Ok(Vec::new());
    }
    let mut words = refund_terms(db, booking, event).await?.words(now);
    if booking.payer_kind == PayerKind::Person.word() {
        words.push(fourteen_day_words(booking.booked_on));
    }
    Ok(words)
}

/// The calendar entry of a place: its own UID for life, the personal page, never the raw join address (CAL-1, CAL-4).
pub(super) fn place_calendar(
    place: &place::Model,
    event: &EventDetails,
    method: CalendarMethod,
) -> Option<CalendarFile> {
    let day = event.when.known_day()?;
    let (starts, ends) = match (event.starts_at(), event.ends_at()) {
        (Some(starts), Some(ends)) => (CalendarTime::At(starts), CalendarTime::At(ends)),
        _ => (CalendarTime::Day(day), CalendarTime::Day(day)),
    };
    Some(CalendarFile {
        method,
        uid: place.calendar_uid.clone(),
        sequence: place.calendar_sequence,
        title: event.title.clone(),
        starts,
        ends,
        location: location(place, event),
        description: "Your own page for this place. Please do not forward it.".to_owned(),
        tentative: event.starts_at().is_none() || event.awaits_decision(),
        page: (method == CalendarMethod::Request)
            .then(|| personal_link(LinkPurpose::ManagePlace, place.id, place.link_generation)),
        replaces: None,
        and_more: Vec::new(),
    })
}
