//! The list of dates: what is coming, drafts, what is over.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::{Deserialize, Serialize};

use super::queries::count_held;
use super::state_tags::{Tag, link_tag, state_tag};
use crate::app::App;
use crate::bookings::sale::{EventSale, find_sales};
use crate::events::queries::list_over;
use crate::events::{EventDetails, EventFilter, EventView, ListedEvents, list_drafts, list_upcoming};
use crate::kernel::{Instant, Permission};
use crate::web::{Page, PageContext, PageError, Pagination};

const ROWS_A_PAGE: u64 = 25;

/// `?show=draft&page=2`.
#[derive(Clone, Debug, Default, Deserialize)]
pub struct ListQuery {
    show: Option<String>,
    page: Option<String>,
}

/// Which dates the list shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Shelf {
    Coming,
    Draft,
    Past,
}

impl Shelf {
    const ALL: [Self; 3] = [Self::Coming, Self::Draft, Self::Past];

    fn word(self) -> &'static str {
        match self {
            Self::Coming => "coming",
            Self::Draft => "draft",
            Self::Past => "past",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Coming => "Coming up",
            Self::Draft => "Drafts",
            Self::Past => "Past",
        }
    }

    /// What an empty list says.
    fn nothing(self) -> &'static str {
        match self {
            Self::Coming => "No date is on the site. Add one to a course, or take one from the drafts.",
            Self::Draft => "Nothing waits to be published.",
            Self::Past => "Nothing is over yet.",
        }
    }

    fn url(self) -> String {
        format!("/admin/events?show={}", self.word())
    }
}

#[derive(Serialize)]
struct ListView {
    filters: Vec<FilterLink>,
    heading: &'static str,
    nothing: &'static str,
    events: Vec<EventRow>,
    pages: Pagination,
    may_manage: bool,
}

#[derive(Serialize)]
struct FilterLink {
    href: String,
    label: &'static str,
    is_current: bool,
}

/// One date of the list.
#[derive(Serialize)]
struct EventRow {
    href: String,
    title: String,
    place: String,
    when: String,
    state: Tag,
    link: Option<Tag>,
    /// "8 of 20", or "–" when it takes no bookings.
    taken: String,
    held: i64,
}

/// GET /admin/events
pub async fn list_events(
    app: Data<App>,
    page: PageContext,
    query: Query<ListQuery>,
) -> Result<HttpResponse, PageError> {
    let (db, now) = (app.db.reader(), app.now());
    let asked = query.show.as_deref().unwrap_or_default();
    let shelf = Shelf::ALL.into_iter().find(|shelf| shelf.word() == asked).unwrap_or(Shelf::Coming);
    let at = Page::from_query(query.page.as_deref(), ROWS_A_PAGE);
    let ListedEvents { events, total } = match shelf {
        Shelf::Coming => {
            list_upcoming(db, now, EventFilter { with_private: true, ..EventFilter::default() }, at).await?
        }
        Shelf::Draft => list_drafts(db, at).await?,
        Shelf::Past => list_over(db, now, at).await?,
    };
    let ids: Vec<i64> = events.iter().map(|event| event.id.0).collect();
    let (sales, held) = (find_sales(db, &ids).await?, count_held(db, &ids).await?);
    let filters = Shelf::ALL.map(|one| FilterLink { href: one.url(), label: one.label(), is_current: one == shelf });
    let view = ListView {
        filters: filters.into(),
        heading: shelf.label(),
        nothing: shelf.nothing(),
        events: events.iter().map(|event| row(event, &sales, &held, now)).collect(),
        pages: Pagination::new(at, total, &format!("{}&", shelf.url())),
        may_manage: page.viewer.as_ref().is_some_and(|viewer| viewer.may(Permission::ManageEvents)),
    };
    page.render("admin/events/list.html", &view)
}

fn row(event: &EventDetails, sales: &BTreeMap<i64, EventSale>, held: &BTreeMap<i64, i64>, now: Instant) -> EventRow {
    let (words, sale) = (EventView::new(event, now), sales.get(&event.id.0));
    EventRow {
        href: format!("/admin/events/{}", event.id),
        title: words.title,
        place: words.place_words,
        when: words.when_words,
        state: state_tag(event, sale, now),
        link: link_tag(event, now),
        taken: sale.map_or_else(|| "–".to_owned(), |sale| format!("{} of {}", sale.taken, sale.capacity)),
        held: held.get(&event.id.0).copied().unwrap_or_default(),
    }
}
