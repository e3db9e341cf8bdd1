//! Signing out.

use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Serialize;

use super::store;
use crate::app::App;
use crate::web::{PageContext, PageError};

#[derive(Serialize)]
struct SignOutPage {}

/// GET `/sign-out`: a button for somebody signed in, and where one lands afterwards.
pub async fn show_sign_out(page: PageContext) -> Result<HttpResponse, PageError> {
    page.render("members/sign_out.html", &SignOutPage {})
}

/// POST `/sign-out`: ends this session. Pressed twice, it has the same end.
pub async fn create_sign_out(
    app: Data<App>,
    request: HttpRequest,
    page: PageContext,
) -> Result<HttpResponse, PageError> {
    let now = app.now();
    if let Some(cookie) = request.cookie(&page.shell.cookies.session()) {
        app.db.write_tx(async |tx| store::end_by_token(tx, cookie.value(), now).await).await?;
    }
    signed_out(&page)
}

/// The answer after signing out: the browser forgets what it kept of us (ASVS 14.3.1).
pub fn signed_out(page: &PageContext) -> Result<HttpResponse, PageError> {
    let mut response = page.redirect("/sign-out");
    response.headers_mut().insert(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\", \"cookies\", \"storage\""),
    );
    let cookies = &page.shell.cookies;
    for name in [cookies.session(), cookies.pre_session(), cookies.sign_in()] {
        response.add_cookie(&cookies.removal(name)).map_err(PageError::from_error)?;
    }
    Ok(response)
}
