//! A booking's pages behind both doors: look, pay, cancel.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};

use super::cancel_places::{CancelPlaces, CancelPlacesError, Shown, cancel_places};
use super::cancellation::{CancelledBy, NO_REASON};
use super::cancellation_views::CancellationView;
use super::door::{BookingQuery, Door, OpenBooking};
use super::pay_again::{PayAgainError, pay_again};
use super::refused_requests::{Wanted, note_refusal};
use super::show_booking::{booking_view, cancellation_view};
use super::show_place;
use super::what_comes_back::is_disputed;
use crate::app::App;
use crate::kernel::Pence;
use crate::kernel::short_text::clean_line;
use crate::web::{FieldErrors, Flash, PageContext, PageError, Posted};

/// GET /bookings/{ref}; GET /manage/{token}: the booking, or the one place, that the token is for.
pub async fn show_booking(
    app: Data<App>,
    page: PageContext,
    door: Door,
    query: Query<BookingQuery>,
) -> Result<HttpResponse, PageError> {
    match (door.open(&app, &page).await, &door) {
        (Ok(open), _) => show(&app, &page, &open, &query).await,
        (Err(PageError::NotFound), Door::Link(token)) => show_place::show(&app, &page, token).await,
        (Err(error), _) => Err(error),
    }
}

async fn show(
    app: &App,
    page: &PageContext,
    open: &OpenBooking,
    query: &BookingQuery,
) -> Result<HttpResponse, PageError> {
    let view = booking_view(app, open, query.returned.is_some()).await?;
    page.render("bookings/show.html", &view)
}

/// POST /bookings/{ref}/payment, POST /manage/{token}/payment
pub async fn create_payment(app: Data<App>, page: PageContext, door: Door) -> Result<HttpResponse, PageError> {
    let open = door.open(&app, &page).await?;
    match pay_again(&app, open.booking.id).await {
        Ok(url) => Ok(page.redirect(&url)),
        Err(PayAgainError::Unexpected(error)) => Err(PageError::Unexpected(error)),
        // The page then looks again by itself, as after paying.
        Err(reached @ PayAgainError::ReachedStripe) => {
            Ok(page.redirect_with(&Flash::info(reached.to_string()), &format!("{}?returned=1", open.base)))
        }
        Err(refusal) => Ok(page.redirect_with(&Flash::problem(refusal.to_string()), &open.base)),
    }
}

/// GET /bookings/{ref}/cancellation, GET /manage/{token}/cancellation
pub async fn new_cancellation(
    app: Data<App>,
    page: PageContext,
    door: Door,
    query: Query<BookingQuery>,
) -> Result<HttpResponse, PageError> {
    let open = door.open(&app, &page).await?;
    preview(&app, &page, &open, query.place, (&FieldErrors::new(), StatusCode::OK)).await
}

async fn preview(
    app: &App,
    page: &PageContext,
    open: &OpenBooking,
    place: Option<i32>,
    (errors, status): (&FieldErrors, StatusCode),
) -> Result<HttpResponse, PageError> {
    // Looking writes nothing (S3): asking all the same is a post, which notes it (REF-22).
    let disputed = format!("{} Send the form below, and we note that you asked today.", CancelPlacesError::Disputed);
    let disputed = FieldErrors::one("", disputed);
    let is_disputed = errors.is_empty() && is_disputed(app.db.reader(), &open.booking).await?;
    match cancellation_view(app, open, place, if is_disputed { &disputed } else { errors }).await? {
        Some(view) => page.render_with(status, "bookings/cancellation.html", &CancellationView { is_disputed, ..view }),
        None => Ok(page.redirect_with(&Flash::info("There is nothing left to cancel."), &open.base)),
    }
}

/// POST /bookings/{ref}/cancellation; POST /manage/{token}/cancellation: of the booking, or of the one place.
pub async fn create_cancellation(
    app: Data<App>,
    page: PageContext,
    door: Door,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    match (door.open(&app, &page).await, &door) {
        (Ok(open), _) => cancel(&app, &page, &open, &posted).await,
        (Err(PageError::NotFound), Door::Link(token)) => show_place::cancel(&app, &page, token).await,
        (Err(error), _) => Err(error),
    }
}

async fn cancel(app: &App, page: &PageContext, open: &OpenBooking, posted: &Posted) -> Result<HttpResponse, PageError> {
    let place: Option<i32> = posted.get("place").parse().ok();
    let typed = posted.get("reason");
    let reason = if typed.trim().is_empty() { Ok(NO_REASON.to_owned()) } else { clean_line(typed, 300) };
    let reason = match reason {
        Ok(reason) => reason,
        Err(error) => {
            let errors = FieldErrors::one("reason", error.to_string());
            return preview(app, page, open, place, (&errors, StatusCode::UNPROCESSABLE_ENTITY)).await;
        }
    };
    let places = super::queries::places_of_booking(app.db.reader(), open.booking.id).await?;
    let place_ids = places.iter().filter(|row| Some(row.position) == place).map(|row| row.id).collect::<Vec<_>>();
    if place.is_some() && place_ids.is_empty() {
        return Err(PageError::NotFound);
    }
    let command = CancelPlaces {
        booking_id: open.booking.id,
        place_ids,
        by: CancelledBy::Booker,
        actor: open.actor,
        expected: Some(Shown { paid: pence(posted, "paid_pence"), total: pence(posted, "total_pence") }),
        reason,
    };
    match cancel_places(app, &command).await {
        Ok(outcome) => Ok(page.redirect_with(&Flash::done(done_words(&outcome)), &open.base)),
        Err(CancelPlacesError::Unexpected(error)) => Err(PageError::Unexpected(error)),
        Err(
            error @ (CancelPlacesError::AmountChanged { .. }
            | CancelPlacesError::PaidMeanwhile
            | CancelPlacesError::ChangedMeanwhile),
        ) => {
            let errors = FieldErrors::one("", error.to_string());
            preview(app, page, open, place, (&errors, StatusCode::CONFLICT)).await
        }
        Err(error) => {
            if let Some(why) = error.refused_because() {
                note_refusal(app, open.booking.id, Wanted::Cancel, why.word()).await?;
            }
            Ok(page.redirect_with(&Flash::problem(error.to_string()), &open.base))
        }
    }
}

/// An amount that the page showed; one that cannot be read never matches.
fn pence(posted: &Posted, field: &str) -> Pence {
    posted.get(field).parse().map_or(Pence::new(-1), Pence::new)
}

fn done_words(outcome: &super::cancellation::CancellationPreview) -> String {
    let what = if outcome.places.len() == 1 { "The place is cancelled." } else { "The places are cancelled." };
    if outcome.total.get() > 0 {
        format!("{what} {} is on its way back to you; banks take 5 to 10 days to show it.", outcome.total)
    } else {
        what.to_owned()
    }
}
