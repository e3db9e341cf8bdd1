//! The one letter that tells of every date booked together, each with its own links, and a calendar file with an entry for each.

use entity::place;
use serde_json::json;

use super::book_series::{BookSeries, DateLeftOut};
use crate::app::App;
use crate::bookings::book_places::Booked;
use crate::bookings::email_words::place_calendar;
use crate::db::Tx;
use crate::events::{EventDetails, EventView};
use crate::kernel::{Instant, LinkPurpose, Unexpected};
use crate::notifications::{CalendarFile, CalendarMethod, NewMessage, outbox, personal_link};

/// One date that was booked.
#[derive(Clone, Debug)]
pub(super) struct BookedOne {
    pub(super) event: EventDetails,
    pub(super) booked: Booked,
    pub(super) place: place::Model,
}

/// Queues it.
pub(super) async fn queue_series_booked(
    app: &App,
    tx: &Tx,
    command: &BookSeries,
    (booked, left_out): (&[BookedOne], &[DateLeftOut]),
    now: Instant,
) -> Result<(), Unexpected> {
    let date = |one: &BookedOne| {
        let view = EventView::new(&one.event, now);
        json!({
            "title": view.title,
            "when": view.when_words,
            "place": view.place_words,
            "run": view.run_words,
            "reference": one.booked.reference,
            "manage": personal_link(LinkPurpose::ManageBooking, one.booked.booking_id, one.booked.link_generation),
            "place_page": personal_link(LinkPurpose::ManagePlace, one.place.id, one.place.link_generation),
        })
    };
    let not_booked =
        |date: &DateLeftOut| json!({"when": EventView::new(&date.event, now).when_words, "why": date.reason.words()});
    let first = booked.first().map(|one| one.booked.booking_id).unwrap_or_default();
    let message = NewMessage {
        template: "series_booked",
        person_id: command.booker_person_id,
        to_name: command.name.as_str().to_owned(),
        to_address: command.email.as_str().to_owned(),
        data: json!({
            "name": command.name.as_str(),
            "series": command.series.name,
            "count": booked.len(),
            "dates": booked.iter().map(date).collect::<Vec<_>>(),
            "left_out": left_out.iter().map(not_booked).collect::<Vec<_>>(),
        }),
        calendar: one_file(booked),
        dedupe_key: format!("series-booked:{first}"),
    };
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}

/// The entries of all dates in one file; a single one is an invitation like any other.
fn one_file(booked: &[BookedOne]) -> Option<CalendarFile> {
    let mut entries = booked.iter().filter_map(|one| place_calendar(&one.place, &one.event, CalendarMethod::Request));
    let first = entries.next()?;
    Some(CalendarFile { and_more: entries.collect(), ..first })
}
