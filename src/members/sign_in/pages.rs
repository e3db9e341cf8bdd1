//! The first page of signing in: an address, and a code or a password. And asking for a code because the password is forgotten.

use std::collections::BTreeMap;

use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};

use super::browser::{Browser, Pending, device_cookie, pending_cookie};
use super::enter::SignedIn;
use super::forms::{Way, is_by_password, read_address, read_next, read_sign_in, sign_in_view};
use super::limits::wait_words;
use super::request_code::{CodePurpose, RequestCodeError, request_code};
use super::views::{ResetPage, SignInPage};
use super::with_password::{PasswordSignInError, sign_in_with_password};
use crate::app::App;
use crate::kernel::EmailAddress;
use crate::members::session;
use crate::web::{FieldErrors, FormView, PageContext, PageError, Posted};

/// Where a reset leads once the code is typed.
const AFTER_RESET: &str = "/account/security/password";

/// GET `/sign-in`.
pub async fn show_sign_in(
    page: PageContext,
    query: Query<BTreeMap<String, String>>,
) -> Result<HttpResponse, PageError> {
    let next = read_next(query.get("next").map_or("", String::as_str));
    if page.viewer.is_some() {
        return Ok(page.redirect(&next));
    }
    let by_password = query.get("way").is_some_and(|way| way == "password");
    page.render("members/sign_in.html", &SignInPage::new(sign_in_view(""), by_password, next, &page.shell.base_url))
}

/// POST `/sign-in`.
pub async fn create_sign_in(
    app: Data<App>,
    request: HttpRequest,
    page: PageContext,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let next = read_next(form.get("next"));
    let browser = Browser::of(&request, &page);
    let wanted = match read_sign_in(&form) {
        Ok(wanted) => wanted,
        Err(errors) => return refuse(&page, &form, StatusCode::UNPROCESSABLE_ENTITY, &errors),
    };
    match wanted.way {
        Way::Code => match send_code(&app, &page, &wanted.address, (CodePurpose::SignIn, next), &browser).await? {
            Ok(answer) => Ok(answer),
            Err(seconds) => {
                let answer = refuse(&page, &form, StatusCode::TOO_MANY_REQUESTS, &codes_paused(seconds))?;
                Ok(too_many(answer, seconds))
            }
        },
        Way::Password(password) => match sign_in_with_password(&app, &wanted.address, &password, &browser).await {
            Ok(signed_in) => welcome(&app, &page, &browser, &signed_in, &next),
            Err(error) => explain(&page, &form, error),
        },
    }
}

/// GET `/password-reset`.
pub async fn show_reset(page: PageContext) -> Result<HttpResponse, PageError> {
    let email = page.viewer.as_ref().map_or("", |viewer| viewer.email.as_str());
    let form = FormView::filled([("email", email)]);
    page.render("members/password_reset.html", &ResetPage { form })
}

/// POST `/password-reset`.
pub async fn create_reset(
    app: Data<App>,
    request: HttpRequest,
    page: PageContext,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let again = |errors: &FieldErrors, status| {
        let form = FormView::filled([("email", form.get("email"))]).with_errors(errors);
        page.render_with(status, "members/password_reset.html", &ResetPage { form })
    };
    let address = match read_address(&form) {
        Ok(address) => address,
        Err(errors) => return again(&errors, StatusCode::UNPROCESSABLE_ENTITY),
    };
    let browser = Browser::of(&request, &page);
    let purpose = (CodePurpose::ResetPassword, AFTER_RESET.to_owned());
    match send_code(&app, &page, &address, purpose, &browser).await? {
        Ok(answer) => Ok(answer),
        Err(seconds) => Ok(too_many(again(&codes_paused(seconds), StatusCode::TOO_MANY_REQUESTS)?, seconds)),
    }
}

/// Has a code mailed and goes to the page where it is typed. `Err(seconds)` when too many were asked for.
async fn send_code(
    app: &App,
    page: &PageContext,
    address: &EmailAddress,
    (purpose, next): (CodePurpose, String),
    browser: &Browser,
) -> Result<Result<HttpResponse, u32>, PageError> {
    let code_id = match request_code(app, address, purpose, browser).await {
        Ok(code_id) => code_id,
        Err(RequestCodeError::TooMany(seconds)) => return Ok(Err(seconds)),
        Err(RequestCodeError::Unexpected(error)) => return Err(error.into()),
    };
    let pending = Pending { address: address.clone(), code_id, next, is_proved: false, at: app.now() };
    let mut response = page.redirect("/sign-in/code");
    response.add_cookie(&pending_cookie(&page.shell, &pending)).map_err(PageError::from_error)?;
    Ok(Ok(response))
}

/// Somebody is in: the session goes into its cookie, the device is known from now on, and they go where they wanted to.
/// Whoever still owes the second factor goes there first, and their device stays unknown.
pub(super) fn welcome(
    app: &App,
    page: &PageContext,
    browser: &Browser,
    signed_in: &SignedIn,
    next: &str,
) -> Result<HttpResponse, PageError> {
    let (shell, person_id) = (&page.shell, signed_in.person_id);
    let mut cookies =
        vec![session::session_cookie(shell, &signed_in.session), shell.cookies.removal(shell.cookies.sign_in())];
    let mut response = if signed_in.session.awaits_factor {
        page.redirect(&second_factor_path(next))
    } else {
        let known = browser.device_of(Some(person_id));
        cookies.push(device_cookie(shell, app.tokens.as_ref(), person_id, known));
        page.redirect(next)
    };
    for cookie in cookies {
        response.add_cookie(&cookie).map_err(PageError::from_error)?;
    }
    Ok(response)
}

/// Where the second factor is asked for, with where to go afterwards.
fn second_factor_path(next: &str) -> String {
    format!("/sign-in/second-factor?{}", serde_urlencoded::to_string([("next", next)]).unwrap_or_default())
}

/// The sentence for an account that is closed.
pub(super) fn closed_words(page: &PageContext) -> String {
    let email = &page.identity.email;
    if email.is_empty() {
        return "This account is closed.".to_owned();
    }
    format!("This account is closed. Write to {email} if you think that it should not be.")
}

/// Says in a header, too, when to come back.
pub(super) fn too_many(mut response: HttpResponse, seconds: u32) -> HttpResponse {
    response.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
    response
}

fn codes_paused(seconds: u32) -> FieldErrors {
    let wait = wait_words(seconds);
    let words = format!(
        "Several codes have been asked for already. Look for the newest one in your mail, also among unwanted mail, \
         or wait {wait} and ask again"
    );
    FieldErrors::one("email", words)
}

fn explain(page: &PageContext, form: &Posted, error: PasswordSignInError) -> Result<HttpResponse, PageError> {
    match error {
        PasswordSignInError::Refused => {
            let words = "The email address and password do not match. Check both, or have a code sent to you instead";
            refuse(page, form, StatusCode::UNPROCESSABLE_ENTITY, &FieldErrors::one("password", words))
        }
        PasswordSignInError::Closed => {
            refuse(page, form, StatusCode::CONFLICT, &FieldErrors::one("email", closed_words(page)))
        }
        PasswordSignInError::TooMany(seconds) => {
            let wait = wait_words(seconds);
            let words = format!("There have been many tries. Wait {wait} and try again, or have a code sent to you");
            let answer = refuse(page, form, StatusCode::TOO_MANY_REQUESTS, &FieldErrors::one("email", words))?;
            Ok(too_many(answer, seconds))
        }
        PasswordSignInError::Busy => {
            let words = "Many people are signing in at this moment. Try again in a few seconds";
            let answer = refuse(page, form, StatusCode::TOO_MANY_REQUESTS, &FieldErrors::one("email", words))?;
            Ok(too_many(answer, 5))
        }
        PasswordSignInError::Unexpected(error) => Err(error.into()),
    }
}

fn refuse(
    page: &PageContext,
    form: &Posted,
    status: StatusCode,
    errors: &FieldErrors,
) -> Result<HttpResponse, PageError> {
    let by_password = is_by_password(form) || !form.get("password").is_empty();
    let shown = sign_in_view(form.get("email")).with_errors(errors);
    let view = SignInPage::new(shown, by_password, read_next(form.get("next")), &page.shell.base_url);
    page.render_with(status, "members/sign_in.html", &view)
}
