//! `/calendar.ics`: every published date, for calendars that subscribe. The place is in words and the link is our page, never the
//! meeting's own address (D16).

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;
use chrono::Days;

use crate::app::App;
use crate::events::{EventDetails, EventFilter, EventView, EventWhen, list_past, list_upcoming};
use crate::kernel::{Instant, uk_time};
use crate::notifications::{CalendarFile, CalendarMethod, CalendarParty, calendar::CalendarTime, calendar_feed_text};
use crate::web::{Page, PageContext, PageError};

/// The most dates a calendar is given, to come and gone by.
const COMING: u64 = 500;
const GONE: u64 = 50;
/// What is longer ago is of no use in a calendar.
const DAYS_KEPT: u64 = 90;

/// The feed.
pub async fn show_calendar(app: Data<App>, page: PageContext) -> Result<HttpResponse, PageError> {
    let (db, now) = (app.db.reader(), app.now());
    let all = EventFilter::default();
    let oldest = uk_time::london_date(now) - Days::new(DAYS_KEPT);
    let gone = list_past(db, now, all, Page { number: 1, size: GONE }).await?.events;
    let coming = list_upcoming(db, now, all, Page { number: 1, size: COMING }).await?.events;
    let recent = gone.into_iter().filter(|event| event.first_day().is_some_and(|day| day >= oldest));
    let base_url = &app.settings.base_url;
    let entries: Vec<_> = recent.chain(coming).filter_map(|event| entry(&event, base_url, now)).collect();
    let identity = &page.identity;
    let organiser = CalendarParty { name: identity.name.clone(), address: identity.email.clone() };
    let name = format!("{} courses and meetings", identity.short_name);
    let text = calendar_feed_text(&name, &entries, &organiser, now);
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/calendar; charset=utf-8"))
        .insert_header((header::CACHE_CONTROL, "public, max-age=900"))
        .body(text))
}

/// One entry and the address of its page; none while the day is not known.
fn entry(event: &EventDetails, base_url: &str, now: Instant) -> Option<(CalendarFile, String)> {
    let (starts, ends) = match event.when {
        EventWhen::DateAndTime { starts_at, ends_at, .. } => (CalendarTime::At(starts_at), CalendarTime::At(ends_at)),
        EventWhen::DateOnly(day) => (CalendarTime::Day(day), CalendarTime::Day(day)),
        EventWhen::MonthOnly(_) | EventWhen::ToBeAnnounced => return None,
    };
    let view = EventView::new(event, now);
    let page = format!("{base_url}{}", view.href);
    let host = base_url.rsplit('/').next().unwrap_or(base_url);
    let file = CalendarFile {
        method: if event.is_cancelled() { CalendarMethod::Cancel } else { CalendarMethod::Request },
        uid: format!("event-{}@{host}", event.id),
        sequence: event.calendar_sequence,
        title: view.title,
        starts,
        ends,
        location: view.place_words,
        description: format!("{}\n\n{page}", view.summary),
        tentative: event.starts_at().is_none() || event.awaits_decision(),
        page: None,
        replaces: None,
        and_more: Vec::new(),
    };
    Some((file, page))
}
