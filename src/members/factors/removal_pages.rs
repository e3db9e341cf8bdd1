//! Taking an authenticator app or a passkey away, after a page that says what it means.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::app_pages::not_changed;
use super::choose_pages::HUB;
use super::views::RemovalPage;
use super::{HeldFactors, authenticator, held_factors, passkeys};
use crate::app::App;
use crate::web::{Flash, PageContext, PageError, SignedIn, Viewer};

const APP: &str = "/account/security/authenticator/removal";

/// GET `/account/security/authenticator/removal`.
pub async fn show_app_removal(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
) -> Result<HttpResponse, PageError> {
    let held = held_factors(app.db.reader(), signed_in.person_id).await?;
    held.app_since.ok_or(PageError::NotFound)?;
    ask(&page, &signed_in.viewer, &held, ("your authenticator app".to_owned(), APP.to_owned()))
}

/// POST the same: the app's codes are asked for no longer.
pub async fn delete_app(app: Data<App>, page: PageContext, signed_in: SignedIn) -> Result<HttpResponse, PageError> {
    authenticator::remove_app(&app, &signed_in.viewer).await.map_err(not_changed)?;
    Ok(page.redirect_with(&Flash::done("The authenticator app is removed. Other devices have been signed out."), HUB))
}

/// GET `/account/security/passkeys/{reference}/removal`.
pub async fn show_passkey_removal(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let held = held_factors(app.db.reader(), signed_in.person_id).await?;
    let key = held.passkeys.iter().find(|key| key.reference == *reference).ok_or(PageError::NotFound)?;
    let action = format!("/account/security/passkeys/{}/removal", key.reference);
    ask(&page, &signed_in.viewer, &held, (format!("the passkey “{}”", key.name), action))
}

/// POST the same: the passkey opens nothing any more.
pub async fn delete_passkey(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let held = held_factors(app.db.reader(), signed_in.person_id).await?;
    held.passkeys.iter().find(|key| key.reference == *reference).ok_or(PageError::NotFound)?;
    passkeys::remove_passkey(&app, &signed_in.viewer, &reference).await.map_err(not_changed)?;
    Ok(page.redirect_with(&Flash::done("The passkey is removed. Other devices have been signed out."), HUB))
}

fn ask(
    page: &PageContext,
    viewer: &Viewer,
    held: &HeldFactors,
    (what, action): (String, String),
) -> Result<HttpResponse, PageError> {
    let is_last = held.count() <= 1;
    let view = RemovalPage { what, action, must_stay: is_last && viewer.back_office, is_last };
    page.render("members/factors/removal.html", &view)
}
