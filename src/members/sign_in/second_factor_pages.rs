//! `/sign-in/second-factor`: the second step of signing in.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};

use super::browser::Browser;
use super::forms::read_next;
use super::limits::wait_words;
use super::pages::{too_many, welcome};
use super::second_factor::{SecondFactorError, Shown, give_second_factor};
use super::views::SecondFactorPage;
use crate::app::App;
use crate::members::factors::{self, PasskeyAnswer, Purpose, held_factors, relying_party};
use crate::web::{FieldErrors, Flash, FormView, HalfSignedIn, PageContext, PageError, Posted};

/// GET `/sign-in/second-factor`.
pub async fn show_second_factor(
    app: Data<App>,
    page: PageContext,
    half: HalfSignedIn,
    query: Query<BTreeMap<String, String>>,
) -> Result<HttpResponse, PageError> {
    let next = read_next(query.get("next").map_or("", String::as_str));
    show_form(&app, &page, &half, (StatusCode::OK, FormView::blank(&["code"])), next).await
}

async fn show_form(
    app: &App,
    page: &PageContext,
    half: &HalfSignedIn,
    (status, form): (StatusCode, FormView),
    next: String,
) -> Result<HttpResponse, PageError> {
    let held = held_factors(app.db.reader(), half.person_id).await?;
    let view = SecondFactorPage {
        form,
        asks_code: held.app_since.is_some() || held.codes_left > 0,
        has_app: held.app_since.is_some(),
        offers_passkey: !held.passkeys.is_empty() && relying_party(&app.settings.base_url).is_some(),
        next,
        help: page.identity.email.clone(),
    };
    page.render_with(status, "members/second_factor.html", &view)
}

/// POST `/sign-in/second-factor`: a code of an app, or a recovery code.
pub async fn create_second_factor(
    app: Data<App>,
    request: HttpRequest,
    page: PageContext,
    half: HalfSignedIn,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let browser = Browser::of(&request, &page);
    let next = read_next(form.get("next"));
    match give_second_factor(&app, &half, Shown::Typed(form.get("code")), &browser).await {
        Ok(signed_in) => welcome(&app, &page, &browser, &signed_in, &next),
        Err(error) => explain(&app, &page, &half, (error, "code"), next).await,
    }
}

/// POST `/sign-in/second-factor/passkey/options`: the question for the browser, as JSON for the page's script.
pub async fn create_factor_options(
    app: Data<App>,
    half: HalfSignedIn,
    _form: Posted,
) -> Result<HttpResponse, PageError> {
    let purpose = Purpose::SecondFactor(half.session_id);
    factors::offer_answer(factors::offer_passkey(&app, purpose, Some(half.person_id)).await)
}

/// POST `/sign-in/second-factor/passkey`: the browser's answer.
pub async fn create_factor_passkey(
    app: Data<App>,
    request: HttpRequest,
    page: PageContext,
    half: HalfSignedIn,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let browser = Browser::of(&request, &page);
    let next = read_next(form.get("next"));
    match give_second_factor(&app, &half, Shown::Passkey(&PasskeyAnswer::read(&form)), &browser).await {
        Ok(signed_in) => welcome(&app, &page, &browser, &signed_in, &next),
        Err(error) => explain(&app, &page, &half, (error, ""), next).await,
    }
}

async fn explain(
    app: &App,
    page: &PageContext,
    half: &HalfSignedIn,
    (error, field): (SecondFactorError, &str),
    next: String,
) -> Result<HttpResponse, PageError> {
    let invalid = StatusCode::UNPROCESSABLE_ENTITY;
    let (status, words, seconds) = match error {
        SecondFactorError::NotACode => {
            (invalid, "Enter the six figures from your app, or a recovery code such as ABCDE-FGHJK".to_owned(), 0)
        }
        SecondFactorError::Wrong if field.is_empty() => {
            (invalid, "The passkey was not accepted. Try it once more, or type a code instead".to_owned(), 0)
        }
        SecondFactorError::Wrong => {
            let words = "This code does not work. Each code works once: wait until your app shows the next one";
            (invalid, words.to_owned(), 0)
        }
        SecondFactorError::TooMany(seconds) => {
            let words = format!("There have been many tries. Wait {} and try again", wait_words(seconds));
            (StatusCode::TOO_MANY_REQUESTS, words, seconds)
        }
        SecondFactorError::Over => {
            return Ok(page.redirect_with(&Flash::info("That took a little long. Sign in again."), "/sign-in"));
        }
        SecondFactorError::Unexpected(error) => return Err(error.into()),
    };
    let shown = FormView::blank(&["code"]).with_errors(&FieldErrors::one(field, words));
    let answer = show_form(app, page, half, (status, shown), next).await?;
    Ok(if seconds > 0 { too_many(answer, seconds) } else { answer })
}
