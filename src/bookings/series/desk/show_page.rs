//! The list of series, and one with its dates.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::check_free;
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::desk::publish_date::{PublishDateError, publish_date};
use crate::bookings::desk::state_tags::{Tag, state_tag};
use crate::bookings::sale::{EventSale, find_sales};
use crate::events::series::{
    Series, SeriesId, events_of_series, find_series, list_series as all_series, list_without_series, put_in_series,
    take_out_of_series,
};
use crate::events::{EventDetails, EventId, EventState, EventView};
use crate::kernel::{Instant, Unexpected, WorkingDays};
use crate::web::{Flash, FormView, PageContext, PageError, Permitted, Posted, may};

#[derive(Serialize)]
struct SeriesListView {
    series: Vec<SeriesRow>,
}

#[derive(Serialize)]
struct SeriesRow {
    href: String,
    name: String,
    /// "6 dates".
    dates: String,
}

#[derive(Serialize)]
struct SeriesView {
    base: String,
    name: String,
    dates: Vec<DateRow>,
    /// How many are not on the site yet.
    drafts: usize,
    form: FormView,
    /// Meetings that can be put in it.
    others: Vec<MeetingChoice>,
}

#[derive(Serialize)]
struct DateRow {
    id: i64,
    href: String,
    title: String,
    when: String,
    state: Tag,
    /// On a bank holiday, which is said and no more (TM-06).
    is_holiday: bool,
    /// "8 of 20", or "–" when it takes no bookings.
    taken: String,
}

#[derive(Serialize)]
struct MeetingChoice {
    value: String,
    label: String,
}

/// GET /admin/series
pub async fn list_series(app: Data<App>, page: PageContext) -> Result<HttpResponse, PageError> {
    let db = app.db.reader();
    let mut series = Vec::new();
    for one in all_series(db).await? {
        let dates = events_of_series(db, one.id).await?.len();
        let dates = if dates == 1 { "1 date".to_owned() } else { format!("{dates} dates") };
        series.push(SeriesRow { href: format!("/admin/series/{}", one.id), name: one.name, dates });
    }
    page.render("admin/series/list.html", &SeriesListView { series })
}

/// GET /admin/series/{id}
pub async fn show_series(app: Data<App>, page: PageContext, id: Path<String>) -> Result<HttpResponse, PageError> {
    let series = open(&app, &id).await?;
    let (db, now) = (app.db.reader(), app.now());
    let events = events_of_series(db, series.id).await?;
    let ids: Vec<i64> = events.iter().map(|event| event.id.0).collect();
    let sales = find_sales(db, &ids).await?;
    let days = app.holidays.read(app.db.reader(), now).await?;
    let view = SeriesView {
        base: base(series.id),
        name: series.name,
        dates: events.iter().map(|event| row(event, sales.get(&event.id.0), &days, now)).collect(),
        drafts: events.iter().filter(|event| event.state == EventState::Draft).count(),
        form: FormView::blank(&["event"]),
        others: free_meetings(&app, now).await?,
    };
    page.render("admin/series/show.html", &view)
}

fn base(id: SeriesId) -> String {
    format!("/admin/series/{id}")
}

async fn open(app: &App, id: &str) -> Result<Series, PageError> {
    let id = id.parse().map(SeriesId).map_err(|_| PageError::NotFound)?;
    find_series(app.db.reader(), id).await?.ok_or(PageError::NotFound)
}

fn row(event: &EventDetails, sale: Option<&EventSale>, days: &WorkingDays, now: Instant) -> DateRow {
    let words = EventView::new(event, now);
    DateRow {
        id: event.id.0,
        href: format!("/admin/events/{}", event.id),
        title: words.title,
        when: words.when_words,
        state: state_tag(event, sale, now),
        is_holiday: event.when.known_day().is_some_and(|day| days.holiday_on(day).is_some()),
        taken: sale.map_or_else(|| "–".to_owned(), |sale| format!("{} of {}", sale.taken, sale.capacity)),
    }
}

async fn free_meetings(app: &App, now: Instant) -> Result<Vec<MeetingChoice>, Unexpected> {
    let meetings = list_without_series(app.db.reader(), now).await?;
    let ids: Vec<i64> = meetings.iter().map(|event| event.id.0).collect();
    let sales = find_sales(app.db.reader(), &ids).await?;
    let choice = |event: &EventDetails| {
        let view = EventView::new(event, now);
        MeetingChoice { value: event.id.to_string(), label: format!("{}, {}", view.title, view.date_words) }
    };
    Ok(meetings.iter().filter(|event| check_free(sales.get(&event.id.0))).map(choice).collect())
}

/// POST /admin/series/{id}/publication: every draft goes on the site; the first that cannot stops those after it.
pub async fn create_publication(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let series = open(&app, &id).await?;
    let mut published = 0;
    for event in events_of_series(app.db.reader(), series.id).await? {
        if event.state != EventState::Draft {
            continue;
        }
        match publish_date(&app, event.id, false, officer.person_id).await {
            // Somebody else has just published it.
            Ok(()) | Err(PublishDateError::NotADraft) => published += 1,
            Err(PublishDateError::Unexpected(error)) => return Err(error.into()),
            Err(refusal) => {
                let when = EventView::new(&event, app.now()).date_words;
                let words = format!("{} {when} is not on the site: {refusal}", count_words(published));
                return Ok(page.redirect_with(&Flash::problem(words), &base(series.id)));
            }
        }
    }
    Ok(page.redirect_with(&Flash::done(count_words(published)), &base(series.id)))
}

fn count_words(published: usize) -> String {
    match published {
        0 => "No date was a draft.".to_owned(),
        1 => "1 date is on the site.".to_owned(),
        some => format!("{some} dates are on the site."),
    }
}

/// POST /admin/series/{id}/dates: a meeting becomes one of its dates.
pub async fn create_date(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    id: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let series = open(&app, &id).await?;
    let now = app.now();
    let asked = posted.get("event");
    let is_offered = free_meetings(&app, now).await?.iter().any(|meeting| meeting.value == asked);
    let Some(event) = asked.parse().ok().map(EventId).filter(|_| is_offered) else {
        let words = "Choose a free meeting from the list that is still to come and in no other series.";
        return Ok(page.redirect_with(&Flash::problem(words), &base(series.id)));
    };
    let by = Actor::Person(officer.person_id);
    let is_in = app.db.write_tx(async |tx| put_in_series(tx, series.id, event, by, now).await).await?;
    let flash =
        if is_in { Flash::done("It is one of the dates now.") } else { Flash::info("It is in a series already.") };
    Ok(page.redirect_with(&flash, &base(series.id)))
}

/// POST /admin/series/{id}/dates/{event}/removal: the meeting stands by itself again; bookings stay as they are.
pub async fn create_removal(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageEvents>,
    at: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (id, event) = at.into_inner();
    let series = open(&app, &id).await?;
    let event = event.parse().map(EventId).map_err(|_| PageError::NotFound)?;
    let (by, now) = (Actor::Person(officer.person_id), app.now());
    let was_in = app.db.write_tx(async |tx| take_out_of_series(tx, series.id, event, by, now).await).await?;
    let done = Flash::done("It stands by itself again. Bookings are as they were.");
    let flash = if was_in { done } else { Flash::info("It was not one of the dates.") };
    Ok(page.redirect_with(&flash, &base(series.id)))
}
