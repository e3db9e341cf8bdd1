//! `/account/security`: how somebody signs in, and where they are signed in.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::views::{FactorsView, SecurityPage, SessionView, set_words};
use crate::app::App;
use crate::members::factors::{held_factors, relying_party};
use crate::members::session::{self, pages::signed_out};
use crate::members::sign_in::find_login;
use crate::web::{Flash, PageContext, PageError, SignedIn};

const HERE: &str = "/account/security";

/// GET `/account/security`.
pub async fn show_security(app: Data<App>, page: PageContext, signed_in: SignedIn) -> Result<HttpResponse, PageError> {
    let viewer = &signed_in.viewer;
    let open = session::open_sessions(app.db.reader(), viewer.person_id, app.now()).await?;
    let login = find_login(app.db.reader(), viewer.person_id).await?;
    let held = held_factors(app.db.reader(), viewer.person_id).await?;
    let offers_passkeys = relying_party(&app.settings.base_url).is_some();
    let view = SecurityPage {
        factors: FactorsView::new(&held, viewer.back_office, offers_passkeys),
        has_others: open.len() > 1,
        sessions: open.iter().map(|session| SessionView::new(session, viewer.session_id)).collect(),
        has_password: login.password_hash.is_some(),
        password_set: set_words(login.password_set_at),
        email: viewer.email.clone(),
    };
    page.render("members/security.html", &view)
}

/// POST `/account/security/sessions/{reference}/end`: signs out one device, this one or another.
pub async fn end_session(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let now = app.now();
    let open = session::find_own_session(app.db.reader(), signed_in.person_id, &reference, now).await?;
    let open = open.ok_or(PageError::NotFound)?;
    app.db.write_tx(async |tx| session::end_one(tx, open.id, now).await).await?;
    if open.id == signed_in.viewer.session_id {
        return signed_out(&page);
    }
    Ok(page.redirect_with(&Flash::done("That device is signed out."), HERE))
}

/// POST `/account/security/sign-out-others`: ends every session but this one.
pub async fn sign_out_others(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
) -> Result<HttpResponse, PageError> {
    let (now, here) = (app.now(), Some(signed_in.viewer.session_id));
    let ended = app.db.write_tx(async |tx| session::end_all(tx, signed_in.person_id, here, now).await).await?;
    let words = match ended {
        0 => "You were not signed in anywhere else.".to_owned(),
        1 => "The other device is signed out.".to_owned(),
        count => format!("The {count} other devices are signed out."),
    };
    Ok(page.redirect_with(&Flash::done(words), HERE))
}

/// POST `/account/security/sign-out-everywhere`: ends every session, this one too.
pub async fn sign_out_everywhere(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
) -> Result<HttpResponse, PageError> {
    let now = app.now();
    app.db.write_tx(async |tx| session::end_all(tx, signed_in.person_id, None, now).await).await?;
    signed_out(&page)
}
