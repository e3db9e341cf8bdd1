//! `/account/security/authenticator` and `/account/security/recovery-codes`.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Query};

use super::authenticator::{self, begin_app, find_begun, find_picture};
use super::change::{ChangeError, Enrolled};
use super::choose_pages::{HUB, next_path, with_next};
use super::held_factors;
use super::views::{AppPage, CodesPage, NewCodesPage};
use crate::app::App;
use crate::kernel::uk_time::{london_date, long_date};
use crate::members::session;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted, SignedIn, Viewer};

const HERE: &str = "/account/security/authenticator";
const CHOICE: &str = "/account/security/second-factor";

/// POST `/account/security/authenticator`: a new seed, then the page that shows it.
pub async fn create_app(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    begin_app(&app, &signed_in.viewer).await?;
    Ok(page.redirect(&with_next(HERE, &next_path(form.get("next")))))
}

/// GET `/account/security/authenticator`: the seed that waits for its first code.
pub async fn show_app(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
    query: Query<BTreeMap<String, String>>,
) -> Result<HttpResponse, PageError> {
    let next = next_path(query.get("next").map_or("", String::as_str));
    show_key(&app, &page, &signed_in.viewer, (StatusCode::OK, FormView::blank(&["code"])), next).await
}

async fn show_key(
    app: &App,
    page: &PageContext,
    viewer: &Viewer,
    (status, form): (StatusCode, FormView),
    next: String,
) -> Result<HttpResponse, PageError> {
    let Some(key) = find_begun(app, viewer).await? else { return Ok(page.redirect(&with_next(CHOICE, &next))) };
    let view = AppPage { form, typed: key.typed, email: viewer.email.clone(), next };
    page.render_with(status, "members/factors/app.html", &view)
}

/// GET `/account/security/authenticator/picture.svg`: the same seed for a camera.
pub async fn show_picture(app: Data<App>, signed_in: SignedIn) -> Result<HttpResponse, PageError> {
    let picture = find_picture(&app, &signed_in.viewer).await?.ok_or(PageError::NotFound)?;
    Ok(HttpResponse::Ok()
        .content_type("image/svg+xml; charset=utf-8")
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(picture))
}

/// POST `/account/security/authenticator/confirmation`: the first code.
pub async fn confirm_app(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let next = next_path(form.get("next"));
    match authenticator::confirm_app(&app, &signed_in.viewer, form.get("code")).await {
        Ok(enrolled) => enrolled_page(&page, &signed_in.viewer, enrolled, ("Your authenticator app is set up", next)),
        Err(ChangeError::Wrong) => {
            let words = "This is not the code that your app shows now. Wait for the next one and enter that; \
                         check that your phone’s clock is right";
            let shown = FormView::blank(&["code"]).with_errors(&FieldErrors::one("code", words));
            show_key(&app, &page, &signed_in.viewer, (StatusCode::UNPROCESSABLE_ENTITY, shown), next).await
        }
        Err(error) => Err(not_changed(error)),
    }
}

/// A factor was added. The first one brings recovery codes, which are shown in this answer and cannot be asked for again:
/// that is why it is no redirect.
pub(super) fn enrolled_page(
    page: &PageContext,
    viewer: &Viewer,
    enrolled: Enrolled,
    (added, next): (&'static str, String),
) -> Result<HttpResponse, PageError> {
    let cookie = session::session_cookie(&page.shell, &enrolled.session);
    let mut response = match enrolled.codes {
        Some(codes) => codes_page(page, viewer, codes, (added, next))?,
        None => page.redirect_with(&Flash::done(format!("{added}. Other devices have been signed out.")), &next),
    };
    response.add_cookie(&cookie).map_err(PageError::from_error)?;
    Ok(response)
}

fn codes_page(
    page: &PageContext,
    viewer: &Viewer,
    codes: Vec<String>,
    (added, next): (&'static str, String),
) -> Result<HttpResponse, PageError> {
    let made_on = long_date(london_date(page.shell.clock.now()));
    let view = NewCodesPage { codes, added, next, email: viewer.email.clone(), made_on };
    page.render("members/factors/new_codes.html", &view)
}

/// GET `/account/security/recovery-codes`: how many are left, and a button for new ones.
pub async fn show_codes(app: Data<App>, page: PageContext, signed_in: SignedIn) -> Result<HttpResponse, PageError> {
    let held = held_factors(app.db.reader(), signed_in.person_id).await?;
    if held.is_empty() {
        return Ok(page.redirect(CHOICE));
    }
    page.render("members/factors/codes.html", &CodesPage { left: held.codes_left })
}

/// POST `/account/security/recovery-codes`: new ones, shown in this answer only.
pub async fn create_codes(app: Data<App>, page: PageContext, signed_in: SignedIn) -> Result<HttpResponse, PageError> {
    match authenticator::renew_codes(&app, &signed_in.viewer).await {
        Ok(codes) => codes_page(&page, &signed_in.viewer, codes, ("", HUB.to_owned())),
        Err(error) => Err(not_changed(error)),
    }
}

/// The cases that no page shows again.
pub(super) fn not_changed(error: ChangeError) -> PageError {
    match error {
        ChangeError::SessionOver => PageError::SignInFirst,
        ChangeError::Wrong => PageError::BadRequest("That could not be read. Go back and try again.".to_owned()),
        ChangeError::Gone => {
            PageError::Conflict("There is nothing to change any more. Look at your account’s security page.".to_owned())
        }
        ChangeError::LastOfOfficer => PageError::Conflict(
            "You hold an office, so one second step must stay. Add another one first, then remove this one.".to_owned(),
        ),
        ChangeError::Unexpected(error) => error.into(),
    }
}
