//! Signing in by a passkey: the question for the browser, and its answer.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::browser::Browser;
use super::forms::{read_next, sign_in_view};
use super::limits::{count_passkey, wait_words};
use super::pages::{closed_words, too_many, welcome};
use super::views::SignInPage;
use super::with_passkey::{PasskeySignInError, sign_in_with_passkey};
use crate::app::App;
use crate::members::factors::{self, PasskeyAnswer, Purpose};
use crate::web::{FieldErrors, PageContext, PageError, Posted};

/// POST `/sign-in/passkey/options`: the question, as JSON for the page's script. It names nobody.
pub async fn create_passkey_options(
    app: Data<App>,
    request: HttpRequest,
    page: PageContext,
    _form: Posted,
) -> Result<HttpResponse, PageError> {
    let (now, browser) = (app.now(), Browser::of(&request, &page));
    let counted = app.db.write_tx(async |tx| count_passkey(tx, &browser, now).await).await;
    counted?.map_err(PageError::TooManyRequests)?;
    factors::offer_answer(factors::offer_passkey(&app, Purpose::SignIn, None).await)
}

/// POST `/sign-in/passkey`: the answer.
pub async fn create_passkey_sign_in(
    app: Data<App>,
    request: HttpRequest,
    page: PageContext,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let browser = Browser::of(&request, &page);
    let next = read_next(form.get("next"));
    let (status, words, seconds) = match sign_in_with_passkey(&app, &PasskeyAnswer::read(&form), &browser).await {
        Ok(signed_in) => return welcome(&app, &page, &browser, &signed_in, &next),
        Err(PasskeySignInError::Refused) => {
            let words = "We do not know this passkey, or it took too long. Try again, or sign in another way";
            (StatusCode::UNPROCESSABLE_ENTITY, words.to_owned(), 0)
        }
        Err(PasskeySignInError::Closed) => (StatusCode::CONFLICT, closed_words(&page), 0),
        Err(PasskeySignInError::TooMany(seconds)) => {
            let words = format!("There have been many tries. Wait {} and try again", wait_words(seconds));
            (StatusCode::TOO_MANY_REQUESTS, words, seconds)
        }
        Err(PasskeySignInError::Unexpected(error)) => return Err(error.into()),
    };
    let shown = sign_in_view("").with_errors(&FieldErrors::one("", words));
    let view = SignInPage::new(shown, false, next, &page.shell.base_url);
    let answer = page.render_with(status, "members/sign_in.html", &view)?;
    Ok(if seconds > 0 { too_many(answer, seconds) } else { answer })
}
