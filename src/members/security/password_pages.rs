//! `/account/security/password`.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::set_password::{Demand, SetPassword, SetPasswordError, find_demand, set_password};
use super::views::PasswordPage;
use crate::app::App;
use crate::members::sign_in::{Browser, wait_words};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted, SignedIn, Viewer};

const FIELDS: [&str; 3] = ["current_password", "new_password", "new_password_again"];

/// GET `/account/security/password`.
pub async fn show_password(app: Data<App>, page: PageContext, signed_in: SignedIn) -> Result<HttpResponse, PageError> {
    let view = password_page(&app, &signed_in.viewer, FormView::blank(&FIELDS)).await?;
    page.render("members/password.html", &view)
}

/// POST `/account/security/password`.
pub async fn update_password(
    app: Data<App>,
    request: HttpRequest,
    page: PageContext,
    signed_in: SignedIn,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let viewer = &signed_in.viewer;
    let refused = if form.get("new_password") == form.get("new_password_again") {
        let command =
            SetPassword { current: form.get("current_password").to_owned(), new: form.get("new_password").to_owned() };
        match set_password(&app, viewer, command, &Browser::of(&request, &page)).await {
            Ok(()) => {
                let words = "Your password is set. Other devices have been signed out.";
                return Ok(page.redirect_with(&Flash::done(words), "/account/security"));
            }
            Err(error) => explain(error)?,
        }
    } else {
        let words = "The two passwords differ. Type the new password again in both places";
        (StatusCode::UNPROCESSABLE_ENTITY, FieldErrors::one("new_password_again", words))
    };
    let (status, errors) = refused;
    let view = password_page(&app, viewer, FormView::blank(&FIELDS).with_errors(&errors)).await?;
    page.render_with(status, "members/password.html", &view)
}

async fn password_page(app: &App, viewer: &Viewer, form: FormView) -> Result<PasswordPage, PageError> {
    let (demand, login) = find_demand(app, viewer, app.now()).await?;
    Ok(PasswordPage {
        form,
        has_password: login.password_hash.is_some(),
        asks_current: demand == Demand::CurrentPassword,
        email: viewer.email.clone(),
    })
}

/// A status and what is wrong with which field; or a fault of ours.
fn explain(error: SetPasswordError) -> Result<(StatusCode, FieldErrors), PageError> {
    let invalid = StatusCode::UNPROCESSABLE_ENTITY;
    Ok(match error {
        SetPasswordError::ProveFirst => return Err(PageError::ConfirmFirst),
        SetPasswordError::CurrentIsWrong => {
            (invalid, FieldErrors::one("current_password", "This is not your present password"))
        }
        SetPasswordError::Problem(problem) => (invalid, FieldErrors::one("new_password", problem.to_string())),
        SetPasswordError::TooMany(seconds) => {
            let words = format!("There have been many tries. Wait {} and try again", wait_words(seconds));
            (StatusCode::TOO_MANY_REQUESTS, FieldErrors::one("current_password", words))
        }
        SetPasswordError::Busy => {
            let words = "Many people are signing in at this moment. Try again in a few seconds";
            (StatusCode::TOO_MANY_REQUESTS, FieldErrors::one("", words))
        }
        SetPasswordError::Unexpected(error) => return Err(error.into()),
    })
}
