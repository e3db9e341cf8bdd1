//! `/account/emails`: one's own addresses, and the beginnings of a change.

use actix_web::http::{StatusCode, header};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::change::{ChangeKind, MOST_ADDRESSES};
use super::forms::read_address;
use super::queries::own_change;
use super::request_change::{RequestChange, RequestChangeError, request_change};
use super::views::{AddressesPage, ChangeLine};
use crate::app::App;
use crate::members::people;
use crate::members::sign_in::{Browser, wait_words};
use crate::web::{FieldErrors, FormView, PageContext, PageError, Posted, SignedIn};

/// GET `/account/emails`.
pub async fn show_addresses(app: Data<App>, page: PageContext, me: SignedIn) -> Result<HttpResponse, PageError> {
    show(&app, &page, &me, StatusCode::OK, FormView::blank(&["email"])).await
}

/// POST `/account/emails`: begins to add an address.
pub async fn create_addition(
    app: Data<App>,
    request: HttpRequest,
    page: PageContext,
    me: SignedIn,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    begin(&app, &request, &page, (&me, &form), ChangeKind::Add).await
}

/// POST `/account/emails/primary`: begins to make another address the one we write to.
pub async fn create_primary(
    app: Data<App>,
    request: HttpRequest,
    page: PageContext,
    me: SignedIn,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    begin(&app, &request, &page, (&me, &form), ChangeKind::MakePrimary).await
}

/// POST `/account/emails/removal`: begins to take one away.
pub async fn create_removal(
    app: Data<App>,
    request: HttpRequest,
    page: PageContext,
    me: SignedIn,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    begin(&app, &request, &page, (&me, &form), ChangeKind::Remove).await
}

async fn begin(
    app: &App,
    request: &HttpRequest,
    page: &PageContext,
    (me, form): (&SignedIn, &Posted),
    kind: ChangeKind,
) -> Result<HttpResponse, PageError> {
    let again = async |status, errors: FieldErrors| {
        let shown = FormView::filled([("email", form.get("email"))]).with_errors(&errors);
        show(app, page, me, status, shown).await
    };
    let invalid = StatusCode::UNPROCESSABLE_ENTITY;
    let address = match read_address(form) {
        Ok(address) => address,
        Err(errors) => return again(invalid, errors).await,
    };
    let command = RequestChange { person_id: me.person_id, kind, address };
    match request_change(app, command, &Browser::of(request, page)).await {
        Ok(change) => Ok(page.redirect(&format!("/account/emails/changes/{}", change.reference))),
        Err(RequestChangeError::NotPossible) => Err(PageError::NotFound),
        Err(RequestChangeError::TooMany(seconds)) => {
            let words = format!("Many codes have been asked for. Wait {} and try again", wait_words(seconds));
            let mut answer = again(StatusCode::TOO_MANY_REQUESTS, FieldErrors::one("email", words)).await?;
            answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from(seconds));
            Ok(answer)
        }
        Err(RequestChangeError::Unexpected(error)) => Err(error.into()),
        Err(refused) => again(invalid, FieldErrors::one("email", refused.to_string())).await,
    }
}

async fn show(
    app: &App,
    page: &PageContext,
    me: &SignedIn,
    status: StatusCode,
    form: FormView,
) -> Result<HttpResponse, PageError> {
    let db = app.db.reader();
    let held = people::addresses(db, me.person_id).await?;
    let change = own_change(db, me.person_id).await?;
    let view = AddressesPage {
        can_add: held.len() < MOST_ADDRESSES,
        addresses: held.into_iter().map(Into::into).collect(),
        form,
        change: change.as_ref().map(ChangeLine::new),
    };
    page.render_with(status, "members/emails.html", &view)
}
