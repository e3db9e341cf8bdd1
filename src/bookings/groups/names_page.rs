//! The page on which a booker says who comes: typed, listed, or asked by a link (GRP-2). Behind both doors of the booking.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;

use super::forms::NamesForm;
use super::name_list::{LARGEST_LIST, ListRow, NameListError, read_list};
use super::name_places::{NamePlaces, NamePlacesError, NewName, PlacesNamed, name_places};
use super::naming::{NotNameable, check};
use super::place_status::is_unnamed;
use super::queries::{invitations_of, live_people};
use super::review::{addresses, judge};
use super::views::{NamesPage, ReviewView};
use crate::app::App;
use crate::bookings::door::{Door, OpenBooking};
use crate::bookings::queries::places_of_booking;
use crate::events::{EventId, load_event};
use crate::kernel::Unexpected;
use crate::web::{FieldErrors, Flash, PageContext, PageError, Posted, Uploaded};

/// GET /bookings/{reference}/names, GET /manage/{token}/names
pub async fn show_names(app: Data<App>, page: PageContext, door: Door) -> Result<HttpResponse, PageError> {
    let open = door.open(&app, &page).await?;
    show(&app, &page, &open, &Shown::default()).await
}

/// POST /bookings/{reference}/names, POST /manage/{token}/names
pub async fn update_names(
    app: Data<App>,
    page: PageContext,
    door: Door,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let open = door.open(&app, &page).await?;
    save(&app, &page, &open, &posted).await
}

/// POST /bookings/{reference}/names/list, POST /manage/{token}/names/list
pub async fn review_list(
    app: Data<App>,
    page: PageContext,
    door: Door,
    (posted, file): (Posted, Uploaded),
) -> Result<HttpResponse, PageError> {
    let open = door.open(&app, &page).await?;
    review(&app, &page, &open, (&posted, &file)).await
}

/// What the page shows beside the places.
#[derive(Default)]
struct Shown<'a> {
    posted: Option<&'a Posted>,
    errors: FieldErrors,
    rows: Option<Vec<ListRow>>,
    /// What was pasted, to be shown again.
    list: String,
}

async fn show(app: &App, page: &PageContext, open: &OpenBooking, shown: &Shown<'_>) -> Result<HttpResponse, PageError> {
    let (db, now) = (app.db.reader(), app.now());
    let event = load_event(db, EventId(open.booking.event_id)).await?;
    let places = places_of_booking(db, open.booking.id).await?;
    match check(&open.booking, &event, now) {
        Ok(()) => {}
        Err(NotNameable::Unexpected(error)) => return Err(error.into()),
        Err(reason) => return Ok(page.redirect_with(&Flash::problem(reason.to_string()), &open.base)),
    }
    if !places.iter().any(is_unnamed) {
        let words = "Every place of this booking has a name.";
        return Ok(page.redirect_with(&Flash::info(words), &open.base));
    }
    let form = shown.posted.map_or_else(|| NamesForm::blank(&places), |posted| NamesForm::read(&places, posted));
    let invitations = invitations_of(db, &places).await?;
    let (booking, base) = (&open.booking, open.base.as_str());
    let days = app.holidays.read(db, now).await?;
    let from = NamesPage { booking, base, places: &places, invitations: &invitations, event: &event, days: &days, now };
    let mut view = from.view(&form, &shown.errors, shown.rows.as_deref().map(ReviewView::new));
    view.set_list(&shown.list);
    let status = if shown.errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page.render_with(status, "bookings/names.html", &view)
}

/// Saves the rows that were typed, or a list that was looked through.
async fn save(app: &App, page: &PageContext, open: &OpenBooking, posted: &Posted) -> Result<HttpResponse, PageError> {
    if posted.has("list") {
        return save_list(app, page, open, posted.get("list")).await;
    }
    let places = places_of_booking(app.db.reader(), open.booking.id).await?;
    let form = NamesForm::read(&places, posted);
    let wrong = |errors| Shown { posted: Some(posted), errors, ..Shown::default() };
    let command = match form.command(open.booking.id, open.actor) {
        Ok(command) => command,
        Err(errors) => return show(app, page, open, &wrong(errors)).await,
    };
    match name_places(app, &command).await {
        Ok(done) => Ok(page.redirect_with(&Flash::done(done_words(done)), &open.base)),
        Err(NamePlacesError::Unexpected(error)) => Err(error.into()),
        Err(NamePlacesError::Refused(refused)) => {
            show(app, page, open, &wrong(NamesForm::errors_of(&command, &refused))).await
        }
        Err(refusal) => Ok(page.redirect_with(&Flash::problem(refusal.to_string()), &open.base)),
    }
}

/// "2 names saved, 1 link sent."
fn done_words(done: PlacesNamed) -> String {
    let count = |number: usize, one: &str, more: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        number => Some(format!("{number} {more}")),
    };
    let names = count(done.names, "name saved", "names saved");
    let links = count(done.links, "link sent", "links sent");
    format!("{}.", names.into_iter().chain(links).collect::<Vec<_>>().join(", "))
}

/// Reads a list and shows what would become of each row. Nothing is saved.
async fn review(
    app: &App,
    page: &PageContext,
    open: &OpenBooking,
    (posted, uploaded): (&Posted, &Uploaded),
) -> Result<HttpResponse, PageError> {
    let (read, field) = match uploaded.file() {
        Some(file) if file.bytes > LARGEST_LIST => (Err(NameListError::TooLarge), "file"),
        Some(file) => {
            let path = file.path().to_owned();
            let read = move || read_list(&std::fs::read(path).map_err(|error| NameListError::Shape(error.into()))?);
            (actix_web::rt::task::spawn_blocking(read).await.map_err(PageError::from_error)?, "file")
        }
        None => (read_list(posted.get("list").as_bytes()), "list"),
    };
    let list = posted.get("list").to_owned();
    match read {
        Ok(rows) => {
            let rows = Some(judged(app, open, rows).await?);
            show(app, page, open, &Shown { rows, list, ..Shown::default() }).await
        }
        Err(error) => {
            let errors = FieldErrors::one(field, format!("{error}."));
            show(app, page, open, &Shown { errors, list, ..Shown::default() }).await
        }
    }
}

async fn judged(app: &App, open: &OpenBooking, rows: Vec<ListRow>) -> Result<Vec<ListRow>, Unexpected> {
    let db = app.db.reader();
    let places = places_of_booking(db, open.booking.id).await?;
    let free = places.iter().filter(|place| is_unnamed(place)).count();
    // Rows past the free places are refused anyway; asking about a few more than those is enough.
    let near: Vec<ListRow> = rows.iter().take(free.saturating_add(1_000)).cloned().collect();
    let booked = live_people(db, open.booking.event_id, addresses(&near)).await?;
    Ok(judge(rows, &booked, free))
}

/// Saves a list that was looked through: all of it, or, when something has changed since, none.
async fn save_list(app: &App, page: &PageContext, open: &OpenBooking, list: &str) -> Result<HttpResponse, PageError> {
    let rows = match read_list(list.as_bytes()) {
        Ok(rows) => rows,
        Err(error) => {
            let errors = FieldErrors::one("list", format!("{error}."));
            return show(app, page, open, &Shown { errors, ..Shown::default() }).await;
        }
    };
    let names: Option<Vec<NewName>> = rows
        .iter()
        .map(|row| {
            let listed = row.outcome.as_ref().ok()?;
            Some(NewName { position: None, name: listed.name.clone(), email: listed.email.clone() })
        })
        .collect();
    let again = async |rows: Vec<ListRow>| {
        let errors = FieldErrors::one("list", NamePlacesError::Refused(Vec::new()).to_string());
        let rows = Some(judged(app, open, rows).await?);
        show(app, page, open, &Shown { errors, rows, ..Shown::default() }).await
    };
    let Some(names) = names else { return again(rows).await };
    let command = NamePlaces { booking_id: open.booking.id, names, links: Vec::new(), actor: open.actor };
    match name_places(app, &command).await {
        Ok(done) => Ok(page.redirect_with(&Flash::done(done_words(done)), &open.base)),
        Err(NamePlacesError::Unexpected(error)) => Err(error.into()),
        Err(NamePlacesError::Refused(_)) => again(rows).await,
        Err(refusal) => Ok(page.redirect_with(&Flash::problem(refusal.to_string()), &open.base)),
    }
}
