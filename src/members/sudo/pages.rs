//! `/account/security/confirm`.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};

use super::confirm::{ConfirmError, Shown, address_of, confirm};
use super::kept_form::{keep, read_kept};
use super::views::{ConfirmPage, SendKeptPage};
use super::ways::ways_of;
use crate::app::App;
use crate::members::factors::{self, PasskeyAnswer, Purpose};
use crate::members::session::{StartedSession, session_cookie};
use crate::members::sign_in::{
    Browser, CodePurpose, Pending, RequestCodeError, pending_cookie, read_pending, request_code, wait_words,
};
use crate::web::page::own_path;
use crate::web::{FieldErrors, FormView, PageContext, PageError, Posted, SignedIn, Viewer};

const HERE: &str = "/account/security/confirm";

/// What travels with every form of the page: where to go afterwards, and a form that waits.
struct Errand {
    next: String,
    kept: String,
    form_state: &'static str,
    sent_to: String,
}

impl Errand {
    fn to(next: &str) -> Self {
        let leads_back = next.starts_with(HERE);
        let next = own_path(next).filter(|_| !leads_back).unwrap_or("/account/security").to_owned();
        Self { next, kept: String::new(), form_state: "", sent_to: String::new() }
    }

    /// As a form of the page brings it back.
    fn of(form: &Posted, person_id: i64, page: &PageContext) -> Self {
        let kept = Some(form.get("kept")).filter(|kept| read_kept(page, person_id, kept).is_some());
        let form_state = if kept.is_some() { "waiting" } else { "" };
        Self { kept: kept.unwrap_or_default().to_owned(), form_state, ..Self::to(form.get("next")) }
    }
}

/// GET `/account/security/confirm`.
pub async fn show_confirmation(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
    query: Query<BTreeMap<String, String>>,
) -> Result<HttpResponse, PageError> {
    let errand = Errand::to(query.get("next").map_or("", String::as_str));
    ask(&app, &page, &signed_in.viewer, (StatusCode::OK, blank()), errand).await
}

fn blank() -> FormView {
    FormView::blank(&["password", "code"])
}

async fn ask(
    app: &App,
    page: &PageContext,
    viewer: &Viewer,
    (status, form): (StatusCode, FormView),
    errand: Errand,
) -> Result<HttpResponse, PageError> {
    let ways = ways_of(app.db.reader(), viewer.person_id, &app.settings.base_url).await?;
    let view = ConfirmPage {
        form,
        by_password: ways.password,
        by_factor_code: ways.factor_code,
        has_app: ways.app,
        by_passkey: ways.passkey,
        by_mailed_code: ways.mailed_code,
        sent_to: errand.sent_to,
        email: viewer.email.clone(),
        next: errand.next,
        kept: errand.kept,
        form_state: errand.form_state,
    };
    page.render_with(status, "members/sudo/confirm.html", &view)
}

/// POST `/account/security/confirm/form`: a form was sent that needed a fresher proof; it came here whole.
pub async fn confirm_form(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
    query: Query<BTreeMap<String, String>>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let to = query.get("to").map_or("", String::as_str);
    let kept = keep(&page, signed_in.person_id, to, &form);
    let form_state = if kept.is_empty() { "again" } else { "waiting" };
    let errand = Errand { kept, form_state, ..Errand::to(to) };
    ask(&app, &page, &signed_in.viewer, (StatusCode::OK, blank()), errand).await
}

/// POST `/account/security/confirm`: the proof.
pub async fn create_confirmation(
    app: Data<App>,
    request: HttpRequest,
    page: PageContext,
    signed_in: SignedIn,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let viewer = &signed_in.viewer;
    let errand = Errand::of(&form, viewer.person_id, &page);
    let way = form.get("way");
    let pending = read_pending(&request, &page.shell);
    let shown = match way {
        "password" => Shown::Password(form.get("password").to_owned()),
        "mail" => Shown::MailedCode(pending, form.get("code").to_owned()),
        "passkey" => Shown::Passkey(PasskeyAnswer::read(&form)),
        _ => Shown::FactorCode(form.get("code").to_owned()),
    };
    match confirm(&app, viewer, shown, &Browser::of(&request, &page)).await {
        Ok(session) => confirmed(&page, viewer, &session, &errand),
        Err(error) => {
            let (status, errors) = explain(way, error)?;
            let sent_to = if way == "mail" { viewer.email.clone() } else { String::new() };
            let errand = Errand { sent_to, ..errand };
            ask(&app, &page, viewer, (status, blank().with_errors(&errors)), errand).await
        }
    }
}

/// Goes on to where they were going; a form that waited is shown with its button.
fn confirmed(
    page: &PageContext,
    viewer: &Viewer,
    session: &StartedSession,
    errand: &Errand,
) -> Result<HttpResponse, PageError> {
    let mut response = match read_kept(page, viewer.person_id, &errand.kept) {
        Some(kept) => {
            let back = if kept.to.starts_with("/admin") { "/admin" } else { "/account" };
            page.render("members/sudo/send_kept.html", &SendKeptPage { action: kept.to, fields: kept.fields, back })?
        }
        None => page.redirect(&errand.next),
    };
    response.add_cookie(&session_cookie(&page.shell, session)).map_err(PageError::from_error)?;
    Ok(response)
}

/// POST `/account/security/confirm/code`: has a code mailed to somebody who has nothing else.
pub async fn create_code(
    app: Data<App>,
    request: HttpRequest,
    page: PageContext,
    signed_in: SignedIn,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let viewer = &signed_in.viewer;
    let errand = Errand::of(&form, viewer.person_id, &page);
    let ways = ways_of(app.db.reader(), viewer.person_id, &app.settings.base_url).await?;
    if !ways.mailed_code {
        return ask(&app, &page, viewer, (StatusCode::CONFLICT, blank()), errand).await;
    }
    let (address, browser) = (address_of(viewer)?, Browser::of(&request, &page));
    match request_code(&app, &address, CodePurpose::Confirm, &browser).await {
        Ok(code_id) => {
            let next = "/account".to_owned();
            let pending = Pending { address, code_id, next, is_proved: false, at: app.now() };
            let errand = Errand { sent_to: viewer.email.clone(), ..errand };
            let mut response = ask(&app, &page, viewer, (StatusCode::OK, blank()), errand).await?;
            response.add_cookie(&pending_cookie(&page.shell, &pending)).map_err(PageError::from_error)?;
            Ok(response)
        }
        Err(RequestCodeError::TooMany(seconds)) => {
            let words =
                format!("Several codes have been sent already. Look for the newest, or wait {}", wait_words(seconds));
            let shown = blank().with_errors(&FieldErrors::one("", words));
            ask(&app, &page, viewer, (StatusCode::TOO_MANY_REQUESTS, shown), errand).await
        }
        Err(RequestCodeError::Unexpected(error)) => Err(error.into()),
    }
}

/// POST `/account/security/confirm/passkey/options`: the question for the browser, as JSON for the page's script.
pub async fn create_options(app: Data<App>, signed_in: SignedIn, _form: Posted) -> Result<HttpResponse, PageError> {
    let purpose = Purpose::Confirm(signed_in.viewer.session_id);
    factors::offer_answer(factors::offer_passkey(&app, purpose, Some(signed_in.person_id)).await)
}

/// A status and what is wrong with which field; or a fault of ours.
fn explain(way: &str, error: ConfirmError) -> Result<(StatusCode, FieldErrors), PageError> {
    let field = match way {
        "password" => "password",
        "passkey" => "",
        _ => "code",
    };
    let (status, words) = match error {
        ConfirmError::Wrong => {
            let words = match way {
                "password" => "This is not your password",
                "passkey" => "The passkey was not accepted. Try it once more, or confirm in another way",
                "mail" => "This is not the code in our newest email, or it no longer works",
                _ => "This code does not work. Each code works once: wait until your app shows the next one",
            };
            (StatusCode::UNPROCESSABLE_ENTITY, words.to_owned())
        }
        ConfirmError::TooMany(seconds) => {
            let words = format!("There have been many tries. Wait {} and try again", wait_words(seconds));
            (StatusCode::TOO_MANY_REQUESTS, words)
        }
        ConfirmError::Busy => {
            (StatusCode::TOO_MANY_REQUESTS, "Many people are signing in. Try again in a few seconds".to_owned())
        }
        ConfirmError::SessionOver => return Err(PageError::SignInFirst),
        ConfirmError::Unexpected(error) => return Err(error.into()),
    };
    Ok((status, FieldErrors::one(field, words)))
}
