//! A booking's pages behind both doors: look, pay, cancel.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};

use super::cancel_places::{CancelPlaces, CancelPlacesError, Shown, cancel_places};
use super::cancellation::CancelledBy;
use super::cancellation_views::CancellationView;
use super::door::{BookingQuery, OpenBooking, open_by_link, open_own};
use super::pay_again::{PayAgainError, pay_again};
use super::refused_requests::{Wanted, note_refusal};
use super::show_booking::{booking_view, cancellation_view};
use super::show_place;
use super::what_comes_back::is_disputed;
use crate::app::App;
use crate::kernel::Pence;
use crate::kernel::short_text::clean_line;
use crate::web::{FieldErrors, Flash, PageContext, PageError, Posted, SignedIn};

/// GET /bookings/{ref}
pub async fn show_own(
    app: Data<App>,
    page: PageContext,
    who: SignedIn,
    reference: Path<String>,
    query: Query<BookingQuery>,
) -> Result<HttpResponse, PageError> {
    let open = open_own(&app, &who, &reference).await?;
    show(&app, &page, &open, &query).await
}

/// GET /manage/{token}: the booking, or the one place, that the token is for.
pub async fn show_by_link(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
    query: Query<BookingQuery>,
) -> Result<HttpResponse, PageError> {
    match open_by_link(&app, &page, &token).await {
        Ok(open) => show(&app, &page, &open, &query).await,
        Err(PageError::NotFound) => show_place::show(&app, &page, &token).await,
        Err(error) => Err(error),
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

/// POST /bookings/{ref}/payment
pub async fn pay_own(
    app: Data<App>,
    page: PageContext,
    who: SignedIn,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let open = open_own(&app, &who, &reference).await?;
    pay(&app, &page, &open).await
}

/// POST /manage/{token}/payment
pub async fn pay_by_link(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    let open = open_by_link(&app, &page, &token).await?;
    pay(&app, &page, &open).await
}

async fn pay(app: &App, page: &PageContext, open: &OpenBooking) -> Result<HttpResponse, PageError> {
    match pay_again(app, open.booking.id).await {
        Ok(url) => Ok(page.redirect(&url)),
        Err(PayAgainError::Unexpected(error)) => Err(PageError::Unexpected(error)),
        Err(refusal) => Ok(page.redirect_with(&Flash::problem(refusal.to_string()), &open.base)),
    }
}

/// GET /bookings/{ref}/cancellation
pub async fn preview_own(
    app: Data<App>,
    page: PageContext,
    who: SignedIn,
    reference: Path<String>,
    query: Query<BookingQuery>,
) -> Result<HttpResponse, PageError> {
    let open = open_own(&app, &who, &reference).await?;
    preview(&app, &page, &open, query.place, (&FieldErrors::new(), StatusCode::OK)).await
}

/// GET /manage/{token}/cancellation
pub async fn preview_by_link(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
    query: Query<BookingQuery>,
) -> Result<HttpResponse, PageError> {
    let open = open_by_link(&app, &page, &token).await?;
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

/// POST /bookings/{ref}/cancellation
pub async fn cancel_own(
    app: Data<App>,
    page: PageContext,
    who: SignedIn,
    reference: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let open = open_own(&app, &who, &reference).await?;
    cancel(&app, &page, &open, &posted).await
}

/// POST /manage/{token}/cancellation
pub async fn cancel_by_link(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    match open_by_link(&app, &page, &token).await {
        Ok(open) => cancel(&app, &page, &open, &posted).await,
        Err(PageError::NotFound) => show_place::cancel(&app, &page, &token).await,
        Err(error) => Err(error),
    }
}

async fn cancel(app: &App, page: &PageContext, open: &OpenBooking, posted: &Posted) -> Result<HttpResponse, PageError> {
    let place: Option<i32> = posted.get("place").parse().ok();
    let typed = posted.get("reason");
    let reason =
        if typed.trim().is_empty() { Ok("cancelled by the booker".to_owned()) } else { clean_line(typed, 300) };
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
        Err(error @ (CancelPlacesError::AmountChanged { .. } | CancelPlacesError::PaidMeanwhile)) => {
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
