//! The page of a move, behind the booker's two doors and the desk's: choose a date, look at what it comes to, confirm.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use entity::place;
use serde::Deserialize;

use super::move_places::{MovePlaces, MovePlacesError, Moved, check_may_move, look_at_move, move_places};
use super::other_dates::other_dates;
use super::views::{MoveView, chosen_view, date_view};
use crate::app::App;
use crate::bookings::booking_state::BookingState;
use crate::bookings::door::{OpenBooking, open_at_desk, open_by_link, open_own};
use crate::bookings::groups::place_status::place_name;
use crate::bookings::invoicing::is_on_invoice;
use crate::bookings::place_change::start_change::Started;
use crate::bookings::queries::{find_booking, places_of_booking};
use crate::bookings::refused_requests::{Wanted, note_refusal};
use crate::events::{EventId, EventView, load_event};
use crate::kernel::short_text::clean_line;
use crate::kernel::{LinkPurpose, Pence};
use crate::payments;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, SignedIn, may};

/// `?place=2&to=7`
#[derive(Clone, Debug, Default, Deserialize)]
pub struct MoveQuery {
    place: Option<i32>,
    to: Option<i64>,
}

/// GET /bookings/{ref}/move
pub async fn new_own(
    app: Data<App>,
    page: PageContext,
    who: SignedIn,
    reference: Path<String>,
    query: Query<MoveQuery>,
) -> Result<HttpResponse, PageError> {
    show(&app, &page, &open_own(&app, &who, &reference).await?, &query, (&FieldErrors::new(), "")).await
}

/// GET /manage/{token}/move
pub async fn new_by_link(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
    query: Query<MoveQuery>,
) -> Result<HttpResponse, PageError> {
    show(&app, &page, &open_by_link(&app, &page, &token).await?, &query, (&FieldErrors::new(), "")).await
}

/// GET /admin/bookings/{ref}/move
pub async fn new_at_desk(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageBookings>,
    reference: Path<String>,
    query: Query<MoveQuery>,
) -> Result<HttpResponse, PageError> {
    let open = open_at_desk(&app, officer.person_id, &reference).await?;
    show(&app, &page, &open, &query, (&FieldErrors::new(), "")).await
}

/// POST /bookings/{ref}/move
pub async fn create_own(
    app: Data<App>,
    page: PageContext,
    who: SignedIn,
    reference: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    create(&app, &page, &open_own(&app, &who, &reference).await?, &posted).await
}

/// POST /manage/{token}/move
pub async fn create_by_link(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    create(&app, &page, &open_by_link(&app, &page, &token).await?, &posted).await
}

/// POST /admin/bookings/{ref}/move
pub async fn create_at_desk(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageBookings>,
    reference: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    create(&app, &page, &open_at_desk(&app, officer.person_id, &reference).await?, &posted).await
}

/// The confirmed places that are meant: one by its number, or all.
async fn chosen_places(app: &App, open: &OpenBooking, position: Option<i32>) -> Result<Vec<place::Model>, PageError> {
    let places = places_of_booking(app.db.reader(), open.booking.id).await?;
    let live = places.into_iter().filter(|place| place.state == BookingState::Confirmed.word());
    let chosen: Vec<place::Model> = live.filter(|place| position.is_none_or(|n| place.position == n)).collect();
    if chosen.is_empty() && position.is_some() { Err(PageError::NotFound) } else { Ok(chosen) }
}

async fn show(
    app: &App,
    page: &PageContext,
    open: &OpenBooking,
    query: &MoveQuery,
    (errors, reason): (&FieldErrors, &str),
) -> Result<HttpResponse, PageError> {
    let (db, now) = (app.db.reader(), app.now());
    let places = chosen_places(app, open, query.place).await?;
    let event = load_event(db, EventId(open.booking.event_id)).await?;
    let refused = |refusal: String| page.redirect_with(&Flash::problem(refusal), &open.base);
    let terms = match check_may_move(db, &open.booking, &event, open.by_officer, now).await {
        Ok(terms) => terms,
        Err(MovePlacesError::Unexpected(error)) => return Err(PageError::Unexpected(error)),
        Err(refusal) => {
            return Ok(refused(refusal.to_string()));
        }
    };
    let place = query.place.map(|n| n.to_string()).unwrap_or_default();
    let place_id = query.place.and_then(|_| places.first()).map(|place| place.id);
    let mut view = MoveView {
        reference: open.booking.reference.clone(),
        base: open.base.clone(),
        event: EventView::new(&event, now),
        people: places.iter().map(place_name).collect(),
        place,
        dates: Vec::new(),
        chosen: None,
        form: FormView::filled([("reason", reason)]).with_errors(errors),
        on_invoice: is_on_invoice(db, &open.booking).await?,
        by_officer: open.by_officer,
    };
    if let Some(to) = query.to {
        match look_at_move(db, &open.booking, (place_id, to), open.by_officer, now).await {
            Ok(case) => view.chosen = Some(chosen_view(&case, now)),
            Err(MovePlacesError::Unexpected(error)) => return Err(PageError::Unexpected(error)),
            Err(refusal) => return Ok(refused(refusal.to_string())),
        }
    } else {
        let dates = other_dates(db, (&open.booking, &event), (&places, &terms), open.by_officer, now).await?;
        let shown = |date| date_view(date, (&open.base, &view.place), view.on_invoice, now);
        view.dates = dates.iter().map(shown).collect();
    }
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::CONFLICT };
    let template = if open.by_officer { "admin/bookings/move.html" } else { "bookings/move.html" };
    page.render_with(status, template, &view)
}

async fn create(app: &App, page: &PageContext, open: &OpenBooking, posted: &Posted) -> Result<HttpResponse, PageError> {
    let place: Option<i32> = posted.get("place").parse().ok();
    let to: i64 = posted.get("to").parse().map_err(|_| PageError::NotFound)?;
    let places = chosen_places(app, open, place).await?;
    let reason = clean_line(posted.get("reason"), 300).unwrap_or_default();
    let pence = |field: &str| posted.get(field).parse().map_or(Pence::new(-1), Pence::new);
    let command = MovePlaces {
        booking_id: open.booking.id,
        place_id: place.and_then(|_| places.first()).map(|place| place.id),
        to_event_id: to,
        by_officer: open.by_officer,
        actor: open.actor,
        shown: Some((pence("due_pence"), pence("back_pence"))),
        reason: if open.by_officer { reason.clone() } else { String::new() },
    };
    match move_places(app, &command).await {
        Ok(moved) => done(app, page, open, moved).await,
        Err(MovePlacesError::Unexpected(error)) => Err(PageError::Unexpected(error)),
        Err(refusal @ (MovePlacesError::Changed | MovePlacesError::AlreadyBooked { .. })) => {
            let errors = FieldErrors::one("", refusal.to_string());
            show(app, page, open, &MoveQuery { place, to: Some(to) }, (&errors, &reason)).await
        }
        Err(refusal @ (MovePlacesError::Full { .. } | MovePlacesError::NotOnSale(_))) => {
            let errors = FieldErrors::one("", refusal.to_string());
            show(app, page, open, &MoveQuery { place, to: None }, (&errors, &reason)).await
        }
        Err(refusal) => {
            note(app, open, &refusal).await?;
            Ok(page.redirect_with(&Flash::problem(refusal.to_string()), &open.base))
        }
    }
}

/// Keeps the time at which a booker asked for what an officer may still give (REF-22).
async fn note(app: &App, open: &OpenBooking, refusal: &MovePlacesError) -> Result<(), PageError> {
    if let (MovePlacesError::MayNot(why), false) = (refusal, open.by_officer) {
        note_refusal(app, open.booking.id, Wanted::Move, why.word()).await?;
    }
    Ok(())
}

async fn done(app: &App, page: &PageContext, open: &OpenBooking, moved: Moved) -> Result<HttpResponse, PageError> {
    match moved {
        Moved::AwaitsPayment(Started { checkout_id: None, .. }) => {
            let words = "The booker has been written to. The seats are kept, and the move happens as soon as the difference is paid.";
            Ok(page.redirect_with(&Flash::done(words), &open.base))
        }
        Moved::AwaitsPayment(Started { checkout_id: Some(checkout_id), .. }) => {
            Ok(match payments::open_checkout(app, checkout_id).await {
                Ok(url) => page.redirect(&url),
                Err(error) => page.redirect_with(&Flash::problem(error.to_string()), &open.base),
            })
        }
        Moved::Done { booking_id } => {
            let booking = find_booking(app.db.reader(), booking_id).await?.ok_or(PageError::NotFound)?;
            let to = if open.by_officer {
                format!("/admin/bookings/{}", booking.reference)
            } else if open.base.starts_with("/bookings/") {
                format!("/bookings/{}", booking.reference)
            } else {
                let token = app.links.token(LinkPurpose::ManageBooking, booking.id, booking.link_generation);
                format!("/manage/{token}")
            };
            Ok(page.redirect_with(&Flash::done("Moved. Everyone concerned has been sent the new date."), &to))
        }
    }
}
