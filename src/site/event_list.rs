//! `/events`: what is coming, by month; what has been held, by page.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Serialize;

use super::event_cards::{EventCard, MonthOfCards, by_month, make_cards};
use crate::app::App;
use crate::events::{EventFilter, EventKind, list_past, list_upcoming};
use crate::web::{Page, PageContext, PageError, Pagination};

/// More than an association of this size plans ahead; past it there are pages here too.
const UPCOMING_SIZE: u64 = 60;
const PAST_SIZE: u64 = 20;

#[derive(Serialize)]
struct EventListView {
    months: Vec<MonthOfCards>,
    past: Vec<EventCard>,
    is_past: bool,
    filters: Vec<FilterLink>,
    pages: Pagination,
}

/// A link that narrows the list.
#[derive(Serialize)]
struct FilterLink {
    label: &'static str,
    href: &'static str,
    is_current: bool,
}

/// What the address asks for; anything odd asks for everything.
struct Asked {
    kind: Option<EventKind>,
    is_past: bool,
}

impl Asked {
    fn read(query: &BTreeMap<String, String>) -> Self {
        let kind = match query.get("kind").map(String::as_str) {
            Some("courses") => Some(EventKind::Training),
            Some("meetings") => Some(EventKind::MembersMeeting),
            _ => None,
        };
        Self { kind, is_past: query.get("when").is_some_and(|when| when == "past") }
    }

    fn address(&self) -> &'static str {
        match (self.is_past, self.kind) {
            (true, _) => "/events?when=past",
            (false, None) => "/events",
            (false, Some(EventKind::Training)) => "/events?kind=courses",
            (false, Some(EventKind::MembersMeeting)) => "/events?kind=meetings",
        }
    }

    fn filters(&self) -> Vec<FilterLink> {
        let links = [
            ("Everything to come", "/events"),
            ("Courses", "/events?kind=courses"),
            ("Members’ meetings", "/events?kind=meetings"),
            ("Already held", "/events?when=past"),
        ];
        let link = |(label, href)| FilterLink { label, href, is_current: href == self.address() };
        links.into_iter().map(link).collect()
    }
}

/// The list.
pub async fn list_events(
    app: Data<App>,
    page: PageContext,
    query: Query<BTreeMap<String, String>>,
) -> Result<HttpResponse, PageError> {
    let (now, asked) = (app.now(), Asked::read(&query));
    let size = if asked.is_past { PAST_SIZE } else { UPCOMING_SIZE };
    let at = Page::from_query(query.get("page").map(String::as_str), size);
    let filter = EventFilter { kind: asked.kind, ..EventFilter::default() };
    let db = app.db.reader();
    let found =
        if asked.is_past { list_past(db, now, filter, at).await? } else { list_upcoming(db, now, filter, at).await? };
    if found.events.is_empty() && at.number > 1 {
        return Err(PageError::NotFound);
    }
    let listed = make_cards(db, &found.events, now).await?;
    let joiner = if asked.address().contains('?') { '&' } else { '?' };
    let pages = Pagination::new(at, found.total, &format!("{}{joiner}", asked.address()));
    let (months, past) = if asked.is_past { (Vec::new(), listed.cards) } else { (by_month(listed.cards), Vec::new()) };
    let view = EventListView { months, past, is_past: asked.is_past, filters: asked.filters(), pages };
    page.render_kept("events/list.html", &view, Some(listed.valid_until))
}
