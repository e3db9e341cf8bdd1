//! A change that waits, behind the booker's two doors and the desk's: pay for it, or leave it. And keeping the places after we
//! moved the event.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::end_change::withdraw_change;
use super::pay_change::pay_change;
use super::queries::find_change;
use crate::app::App;
use crate::bookings::door::{OpenBooking, open_at_desk, open_by_link, open_own};
use crate::bookings::organiser_move::keep_places::keep_places;
use crate::bookings::pay_again::PayAgainError;
use crate::web::{Flash, PageContext, PageError, Permitted, SignedIn, may};

/// POST /bookings/{ref}/changes/{id}/payment
pub async fn pay_own(
    app: Data<App>,
    page: PageContext,
    who: SignedIn,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, PageError> {
    let (reference, id) = path.into_inner();
    pay(&app, &page, &open_own(&app, &who, &Path::from(reference)).await?, id).await
}

/// POST /manage/{token}/changes/{id}/payment
pub async fn pay_by_link(
    app: Data<App>,
    page: PageContext,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, PageError> {
    let (token, id) = path.into_inner();
    pay(&app, &page, &open_by_link(&app, &page, &token).await?, id).await
}

async fn pay(app: &App, page: &PageContext, open: &OpenBooking, id: i64) -> Result<HttpResponse, PageError> {
    let change = find_change(app.db.reader(), (open.booking.id, id)).await?.ok_or(PageError::NotFound)?;
    match pay_change(app, change.id).await {
        Ok(url) => Ok(page.redirect(&url)),
        Err(PayAgainError::Unexpected(error)) => Err(PageError::Unexpected(error)),
        Err(PayAgainError::NotHeld) => {
            let words = "This change is not waiting for a payment any more. This page shows how the booking stands.";
            Ok(page.redirect_with(&Flash::problem(words), &open.base))
        }
        Err(refusal) => Ok(page.redirect_with(&Flash::problem(refusal.to_string()), &open.base)),
    }
}

/// POST /bookings/{ref}/changes/{id}/withdrawal
pub async fn withdraw_own(
    app: Data<App>,
    page: PageContext,
    who: SignedIn,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, PageError> {
    let (reference, id) = path.into_inner();
    withdraw(&app, &page, &open_own(&app, &who, &Path::from(reference)).await?, id).await
}

/// POST /manage/{token}/changes/{id}/withdrawal
pub async fn withdraw_by_link(
    app: Data<App>,
    page: PageContext,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, PageError> {
    let (token, id) = path.into_inner();
    withdraw(&app, &page, &open_by_link(&app, &page, &token).await?, id).await
}

/// POST /admin/bookings/{ref}/changes/{id}/withdrawal
pub async fn withdraw_at_desk(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageBookings>,
    path: Path<(String, i64)>,
) -> Result<HttpResponse, PageError> {
    let (reference, id) = path.into_inner();
    withdraw(&app, &page, &open_at_desk(&app, officer.person_id, &reference).await?, id).await
}

async fn withdraw(app: &App, page: &PageContext, open: &OpenBooking, id: i64) -> Result<HttpResponse, PageError> {
    let change = find_change(app.db.reader(), (open.booking.id, id)).await?.ok_or(PageError::NotFound)?;
    let flash = if withdraw_change(app, change.id).await? {
        Flash::done("The change is left, and the booking stays as it was.")
    } else {
        Flash::info("This change was not waiting any more. This page shows how the booking stands.")
    };
    Ok(page.redirect_with(&flash, &open.base))
}

/// POST /bookings/{ref}/kept-places
pub async fn keep_own(
    app: Data<App>,
    page: PageContext,
    who: SignedIn,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    keep(&app, &page, &open_own(&app, &who, &reference).await?).await
}

/// POST /manage/{token}/kept-places
pub async fn keep_by_link(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    keep(&app, &page, &open_by_link(&app, &page, &token).await?).await
}

async fn keep(app: &App, page: &PageContext, open: &OpenBooking) -> Result<HttpResponse, PageError> {
    let flash = if keep_places(app, open.booking.id, open.actor).await? {
        Flash::done(
            "Thank you: the booking stays, for the new date. Until the deadline you may still change your mind.",
        )
    } else {
        Flash::info("Nothing had to be answered. This page shows how the booking stands.")
    };
    Ok(page.redirect_with(&flash, &open.base))
}
