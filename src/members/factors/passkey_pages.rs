//! `/account/security/passkeys`: adding one. The browser makes it with a small script; without script an authenticator app
//! does the same work.

use std::collections::BTreeMap;

use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};

use super::app_pages::{enrolled_page, not_changed};
use super::ceremonies::{Offer, PasskeyAnswer};
use super::change::ChangeError;
use super::choose_pages::next_path;
use super::passkeys::{AnswerError, add_passkey, offer_registration};
use super::relying_party;
use super::views::PasskeyPage;
use crate::app::App;
use crate::kernel::short_text::clean_line;
use crate::members::session::device_words;
use crate::web::{FieldErrors, FormView, PageContext, PageError, Posted, SignedIn};

const LONGEST_NAME: usize = 60;

/// GET `/account/security/passkeys/new`.
pub async fn new_passkey(
    app: Data<App>,
    request: HttpRequest,
    page: PageContext,
    query: Query<BTreeMap<String, String>>,
) -> Result<HttpResponse, PageError> {
    let user_agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let suggested = device_words(user_agent.unwrap_or_default());
    let next = next_path(query.get("next").map_or("", String::as_str));
    show_form(&app, &page, (StatusCode::OK, FormView::filled([("name", suggested)])), next)
}

fn show_form(
    app: &App,
    page: &PageContext,
    (status, form): (StatusCode, FormView),
    next: String,
) -> Result<HttpResponse, PageError> {
    let offers_passkeys = relying_party(&app.settings.base_url).is_some();
    page.render_with(status, "members/factors/passkey.html", &PasskeyPage { form, offers_passkeys, next })
}

/// POST `/account/security/passkeys/options`: what the browser is asked to make, as JSON for the page's script.
pub async fn create_options(app: Data<App>, signed_in: SignedIn, _form: Posted) -> Result<HttpResponse, PageError> {
    offer_answer(offer_registration(&app, &signed_in.viewer).await)
}

/// POST `/account/security/passkeys`: what the browser made, and its owner's name for it.
pub async fn create_passkey(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let next = next_path(form.get("next"));
    let again = |errors: FieldErrors, next| {
        let shown = FormView::filled([("name", form.get("name"))]).with_errors(&errors);
        show_form(&app, &page, (StatusCode::UNPROCESSABLE_ENTITY, shown), next)
    };
    let name = match clean_line(form.get("name"), LONGEST_NAME) {
        Ok(name) => name,
        Err(error) => return again(FieldErrors::one("name", error.to_string()), next),
    };
    match add_passkey(&app, &signed_in.viewer, (&PasskeyAnswer::read(&form), name)).await {
        Ok(enrolled) => enrolled_page(&page, &signed_in.viewer, enrolled, ("Your passkey is added", next)),
        Err(ChangeError::Wrong) => {
            let words = "The passkey could not be added. Press the button and follow what your device asks; \
                         if it goes on, set up an authenticator app instead";
            again(FieldErrors::one("", words), next)
        }
        Err(error) => Err(not_changed(error)),
    }
}

/// Options for the page's script, or the reason why there are none.
pub(in crate::members) fn offer_answer(offer: Result<Offer, AnswerError>) -> Result<HttpResponse, PageError> {
    match offer {
        Ok(offer) => Ok(HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "no-store")).json(offer)),
        Err(AnswerError::NotOffered | AnswerError::Refused) => {
            Err(PageError::Conflict("Passkeys are not offered here.".to_owned()))
        }
        Err(AnswerError::Unexpected(error)) => Err(error.into()),
    }
}
