//! `/in-house-register/{token}`: somebody of the authority registers for its own training. No price is shown: the authority pays.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use entity::private_registration;
use serde::Serialize;

use super::forms::read_registration;
use super::queries::find_registration;
use super::register::{Register, refusal_words, register};
use crate::app::App;
use crate::bookings::book_places::BookPlacesError;
use crate::bookings::sale::find_sale;
use crate::events::{EventDetails, EventId, EventState, EventView, load_event};
use crate::kernel::LinkPurpose;
use crate::web::markdown::to_safe_html;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted};

const PAGE: &str = "in_house/register.html";

#[derive(Serialize)]
struct RegisterPage {
    base: String,
    form: FormView,
    event: EventView,
    description_html: String,
    host: String,
    domain: String,
    /// The date is set and not over or called off.
    is_open: bool,
    is_draft: bool,
    is_full: bool,
}

/// The private event a token opens; 404 for a link that was revoked, or an event that everybody may find.
async fn open(app: &App, token: &str) -> Result<(EventDetails, private_registration::Model), PageError> {
    let id = app.links.subject(token).ok_or(PageError::NotFound)?;
    let link = find_registration(app.db.reader(), id).await?.ok_or(PageError::NotFound)?;
    if !app.links.verify(token, LinkPurpose::InHouseRegister, link.link_generation) {
        return Err(PageError::NotFound);
    }
    let event = load_event(app.db.reader(), EventId(id)).await?;
    if !event.is_private() {
        return Err(PageError::NotFound);
    }
    Ok((event, link))
}

/// GET: looking changes nothing.
pub async fn new_registration(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
) -> Result<HttpResponse, PageError> {
    let mut form = FormView::blank(&["name", "email"]);
    form.set("idempotency_key", app.tokens.secret());
    if let Some(viewer) = &page.viewer {
        form.set("name", viewer.name.as_str());
        form.set("email", viewer.email.as_str());
    }
    show(&app, &page, &token, (form, StatusCode::OK)).await
}

/// POST: registers; the place's own page is opened from the mailbox that was named.
pub async fn create_registration(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let (event, link) = open(&app, &token).await?;
    let again = async |errors: FieldErrors, status| {
        let typed = ["name", "email", "idempotency_key"].map(|field| (field, posted.get(field)));
        show(&app, &page, &token, (FormView::filled(typed).with_errors(&errors), status)).await
    };
    let (name, email) = match read_registration(&posted, &link.email_domain) {
        Ok(read) => read,
        Err(errors) => return again(errors, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let key = posted.get("idempotency_key");
    if key.is_empty() || key.len() > 100 {
        let errors = FieldErrors::one("", "This page is too old. Open your link again and register once more.");
        return again(errors, StatusCode::UNPROCESSABLE_ENTITY).await;
    }
    let is_self = |viewer: &crate::web::Viewer| viewer.email.to_lowercase() == email.as_str().to_lowercase();
    let (who, to) = (name.as_str().to_owned(), email.as_str().to_owned());
    let command = Register {
        event_id: event.id.0,
        host: link.host_name.clone(),
        // A colleague's registration on a shared computer is not the signed-in person's.
        person_id: page.viewer.as_ref().filter(|viewer| is_self(viewer)).map(|viewer| viewer.person_id),
        name,
        email,
        idempotency_key: key.to_owned(),
        digest: posted.digest(),
    };
    match register(&app, command, &page.client).await {
        Ok(_) => {
            // Anybody with the link may type any address: the place's own page is for whoever reads that mailbox (INH-4, GRP-7).
            let words = format!(
                "{who} is registered. We have written to {to}; the link in that message opens the page of the place."
            );
            Ok(page.redirect_with(&Flash::done(words), &format!("/in-house-register/{token}")))
        }
        Err(BookPlacesError::Unexpected(error)) => Err(error.into()),
        Err(BookPlacesError::TooManyHolds { seconds }) => Err(PageError::TooManyRequests(seconds)),
        Err(refusal) => {
            again(FieldErrors::one("", refusal_words(&refusal, &link.host_name)), StatusCode::CONFLICT).await
        }
    }
}

async fn show(
    app: &App,
    page: &PageContext,
    token: &str,
    (form, status): (FormView, StatusCode),
) -> Result<HttpResponse, PageError> {
    let (event, link) = open(app, token).await?;
    let words = EventView::new(&event, app.now());
    let sale = find_sale(app.db.reader(), event.id.0).await?;
    let view = RegisterPage {
        base: format!("/in-house-register/{token}"),
        form,
        description_html: to_safe_html(&event.description),
        is_draft: event.state == EventState::Draft,
        is_open: event.is_published() && !words.is_past,
        is_full: sale.is_none_or(|sale| sale.places_left() == 0),
        event: words,
        host: link.host_name,
        domain: link.email_domain,
    };
    page.render_with(status, PAGE, &view)
}
