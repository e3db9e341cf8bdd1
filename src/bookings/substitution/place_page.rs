//! The attendee's own changes, by the link to their place: the spelling of their name, their address, and asking the booker to
//! cancel (GRP-8).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use entity::place;
use serde::Serialize;

use super::forms;
use super::name_attendee::{NameAttendee, NameAttendeeError, Named, name_attendee};
use super::name_change::ChangedBy;
use super::pages::field_of;
use super::request_cancellation::{RequestError, request_cancellation};
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::booking_state::BookingState;
use crate::bookings::queries::find_place;
use crate::events::{EventId, EventView, load_event};
use crate::kernel::LinkPurpose;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted};

#[derive(Serialize)]
struct DetailsView {
    base: String,
    name: String,
    event: EventView,
    form: FormView,
}

async fn open(app: &App, token: &str) -> Result<place::Model, PageError> {
    let id = app.links.subject(token).ok_or(PageError::NotFound)?;
    let place = find_place(app.db.reader(), id).await?.ok_or(PageError::NotFound)?;
    let is_ours = app.links.verify(token, LinkPurpose::ManagePlace, place.link_generation);
    if is_ours { Ok(place) } else { Err(PageError::NotFound) }
}

fn actor(page: &PageContext) -> Actor {
    page.viewer.as_ref().map_or(Actor::Link, |viewer| Actor::Person(viewer.person_id))
}

/// GET /manage/{token}/details
pub async fn edit_details(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    let place = open(&app, &token).await?;
    if place.state != BookingState::Confirmed.word() {
        return Err(PageError::NotFound);
    }
    let form = FormView::filled([("name", place.attendee_name.as_str()), ("email", place.attendee_email.as_str())]);
    show(&app, &page, (&token, &place), form, StatusCode::OK).await
}

async fn show(
    app: &App,
    page: &PageContext,
    (token, place): (&str, &place::Model),
    form: FormView,
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let event = load_event(app.db.reader(), EventId(place.event_id)).await?;
    let view = DetailsView {
        base: format!("/manage/{token}"),
        name: place.attendee_name.clone(),
        event: EventView::new(&event, app.now()),
        form,
    };
    page.render_with(status, "bookings/details.html", &view)
}

/// POST /manage/{token}/details
pub async fn update_details(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let place = open(&app, &token).await?;
    let base = format!("/manage/{token}");
    let again = async |errors: FieldErrors, status| {
        show(&app, &page, (&token, &place), forms::typed(&posted).with_errors(&errors), status).await
    };
    let typed = match forms::read(&posted) {
        Ok(typed) => typed,
        Err(errors) => return again(errors, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let command = NameAttendee {
        place_id: place.id,
        name: typed.name,
        email: typed.email,
        by: ChangedBy::Attendee,
        actor: actor(&page),
        shown_due: None,
    };
    match name_attendee(&app, &command).await {
        Ok(Named::Nothing) => {
            Ok(page.redirect_with(&Flash::info("Nothing was different, so nothing has changed."), &base))
        }
        Ok(Named::Readdressed) => {
            // This page was the former mailbox's; whoever reads the new one is the attendee (GRP-7).
            let event = load_event(app.db.reader(), EventId(place.event_id)).await?;
            let words = format!(
                "Saved. We have written to {}; the link in that message opens your page from now on, and earlier links no longer work.",
                command.email.as_str()
            );
            Ok(page.redirect_with(&Flash::done(words), &EventView::new(&event, app.now()).href))
        }
        Ok(_) => Ok(page.redirect_with(&Flash::done("Saved. This page and your calendar entry stay yours."), &base)),
        Err(NameAttendeeError::Unexpected(error)) => Err(PageError::Unexpected(error)),
        Err(
            refusal @ (NameAttendeeError::AskTheBooker
            | NameAttendeeError::AlreadyBooked { .. }
            | NameAttendeeError::OtherDomain { .. }),
        ) => again(FieldErrors::one(field_of(&refusal), refusal.to_string()), StatusCode::CONFLICT).await,
        Err(refusal) => Ok(page.redirect_with(&Flash::problem(refusal.to_string()), &base)),
    }
}

/// POST /manage/{token}/request
pub async fn create_request(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    let place = open(&app, &token).await?;
    let flash = match request_cancellation(&app, place.id, actor(&page)).await {
        Ok(()) => Flash::done("Whoever booked the place has your request, with the last day for a refund."),
        Err(RequestError::Unexpected(error)) => return Err(PageError::Unexpected(error)),
        Err(refusal @ RequestError::Asked) => Flash::info(refusal.to_string()),
        Err(refusal) => Flash::problem(refusal.to_string()),
    };
    Ok(page.redirect_with(&flash, &format!("/manage/{token}")))
}
