//! Typing the code, and, for somebody new, their name. A GET uses nothing up (D17).

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::browser::{Browser, Pending, pending_cookie, read_pending};
use super::create_account::{self, CreateAccountError};
use super::forms::read_name;
use super::limits::wait_words;
use super::pages::{closed_words, too_many, welcome};
use super::use_code::{self, CodeUsed, UseCodeError};
use super::views::{CodePage, NamePage};
use crate::app::App;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted};

/// GET `/sign-in/code`.
pub async fn show_code(request: HttpRequest, page: PageContext) -> Result<HttpResponse, PageError> {
    let Some(pending) = read_pending(&request, &page.shell) else { return Ok(start_over(&page)) };
    let view = CodePage::new(FormView::blank(&["code"]), pending.address.as_str(), &pending.next);
    page.render("members/sign_in_code.html", &view)
}

/// POST `/sign-in/code`.
pub async fn use_code(
    app: Data<App>,
    request: HttpRequest,
    page: PageContext,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let Some(pending) = read_pending(&request, &page.shell) else { return Ok(start_over(&page)) };
    let browser = Browser::of(&request, &page);
    match use_code::use_code(&app, &pending, form.get("code"), &browser).await {
        Ok(CodeUsed::SignedIn(signed_in)) => welcome(&app, &page, &browser, &signed_in, &pending.next),
        Ok(CodeUsed::NobodyYet) => {
            let proved = Pending { is_proved: true, at: app.now(), ..pending };
            let mut response = page.redirect("/sign-in/name");
            response.add_cookie(&pending_cookie(&page.shell, &proved)).map_err(PageError::from_error)?;
            Ok(response)
        }
        Err(error) => explain(&page, &pending, &form, error),
    }
}

/// GET `/sign-in/name`.
pub async fn show_name(request: HttpRequest, page: PageContext) -> Result<HttpResponse, PageError> {
    let Some(pending) = read_proved(&request, &page) else { return Ok(start_over(&page)) };
    let view = NamePage { form: FormView::blank(&["name"]), address: pending.address.as_str().to_owned() };
    page.render("members/sign_in_name.html", &view)
}

/// POST `/sign-in/name`.
pub async fn create_account(
    app: Data<App>,
    request: HttpRequest,
    page: PageContext,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let Some(pending) = read_proved(&request, &page) else { return Ok(start_over(&page)) };
    let name = match read_name(&form) {
        Ok(name) => name,
        Err(errors) => {
            let shown = FormView::filled([("name", form.get("name"))]).with_errors(&errors);
            let view = NamePage { form: shown, address: pending.address.as_str().to_owned() };
            return page.render_with(StatusCode::UNPROCESSABLE_ENTITY, "members/sign_in_name.html", &view);
        }
    };
    let browser = Browser::of(&request, &page);
    match create_account::create_account(&app, pending.address, name, &browser).await {
        Ok(signed_in) => welcome(&app, &page, &browser, &signed_in, &pending.next),
        Err(CreateAccountError::AlreadyThere) => {
            let words = "There is an account with this address now. Sign in to it.";
            Ok(page.redirect_with(&Flash::info(words), "/sign-in"))
        }
        Err(CreateAccountError::Unexpected(error)) => Err(error.into()),
    }
}

fn read_proved(request: &HttpRequest, page: &PageContext) -> Option<Pending> {
    read_pending(request, &page.shell).filter(|pending| pending.is_proved)
}

fn start_over(page: &PageContext) -> HttpResponse {
    page.redirect_with(&Flash::info("Begin by entering your email address."), "/sign-in")
}

fn explain(
    page: &PageContext,
    pending: &Pending,
    form: &Posted,
    error: UseCodeError,
) -> Result<HttpResponse, PageError> {
    let invalid = StatusCode::UNPROCESSABLE_ENTITY;
    let (status, words) = match error {
        UseCodeError::NotACode => (invalid, "Enter the six figures from our email, for example 012345".to_owned()),
        UseCodeError::Wrong { tries_left } => (invalid, wrong_words(tries_left)),
        UseCodeError::Spent => {
            let words = "This code no longer works: it was used, is more than 10 minutes old, or was tried too often. \
                         Send a new one";
            (invalid, words.to_owned())
        }
        UseCodeError::Closed => (StatusCode::CONFLICT, closed_words(page)),
        UseCodeError::TooMany(seconds) => {
            let words = format!("There have been many tries. Wait {} and try again", wait_words(seconds));
            let answer = show_again(page, pending, form, StatusCode::TOO_MANY_REQUESTS, words)?;
            return Ok(too_many(answer, seconds));
        }
        UseCodeError::Unexpected(error) => return Err(error.into()),
    };
    show_again(page, pending, form, status, words)
}

fn wrong_words(tries_left: i32) -> String {
    let left = if tries_left == 1 { "one more time".to_owned() } else { format!("{tries_left} more times") };
    format!("This is not the code in our newest email. You can try {left}")
}

fn show_again(
    page: &PageContext,
    pending: &Pending,
    form: &Posted,
    status: StatusCode,
    words: String,
) -> Result<HttpResponse, PageError> {
    let shown = FormView::filled([("code", form.get("code"))]).with_errors(&FieldErrors::one("code", words));
    page.render_with(
        status,
        "members/sign_in_code.html",
        &CodePage::new(shown, pending.address.as_str(), &pending.next),
    )
}
