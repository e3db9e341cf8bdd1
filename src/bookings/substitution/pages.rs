//! The form that names another person for a place, behind the booker's two doors and the desk's.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use entity::place;
use serde::Serialize;

use super::forms;
use super::name_attendee::{NameAttendee, NameAttendeeError, Named, name_attendee};
use super::name_change::ChangedBy;
use super::names_lock::lock_words_of;
use crate::app::App;
use crate::bookings::door::{OpenBooking, open_at_desk, open_by_link, open_own};
use crate::bookings::invoicing::is_on_invoice;
use crate::bookings::place_change::start_change::Started;
use crate::bookings::queries::places_of_booking;
use crate::bookings::refused_requests::{Wanted, note_refusal};
use crate::events::{EventId, EventView, load_event};
use crate::kernel::Pence;
use crate::payments;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, SignedIn, may};

#[derive(Serialize)]
struct AttendeeView {
    base: String,
    action: String,
    reference: String,
    event: EventView,
    old_name: String,
    form: FormView,
    /// To be paid first, when the page asks for it.
    due: Option<String>,
    due_pence: i64,
    /// What is due goes onto the invoice, and nothing is paid now.
    on_invoice: bool,
    /// Until when people can be exchanged, in a sentence; empty for "until the start" (SUB-4).
    lock_words: String,
    by_officer: bool,
}

/// GET /bookings/{ref}/places/{n}/attendee
pub async fn edit_own(
    app: Data<App>,
    page: PageContext,
    who: SignedIn,
    path: Path<(String, i32)>,
) -> Result<HttpResponse, PageError> {
    let (reference, position) = path.into_inner();
    edit(&app, &page, &open_own(&app, &who, &Path::from(reference)).await?, position).await
}

/// GET /manage/{token}/places/{n}/attendee
pub async fn edit_by_link(
    app: Data<App>,
    page: PageContext,
    path: Path<(String, i32)>,
) -> Result<HttpResponse, PageError> {
    let (token, position) = path.into_inner();
    edit(&app, &page, &open_by_link(&app, &page, &token).await?, position).await
}

/// GET /admin/bookings/{ref}/places/{n}/attendee
pub async fn edit_at_desk(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageBookings>,
    path: Path<(String, i32)>,
) -> Result<HttpResponse, PageError> {
    let (reference, position) = path.into_inner();
    edit(&app, &page, &open_at_desk(&app, officer.person_id, &reference).await?, position).await
}

/// POST /bookings/{ref}/places/{n}/attendee
pub async fn update_own(
    app: Data<App>,
    page: PageContext,
    who: SignedIn,
    path: Path<(String, i32)>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let (reference, position) = path.into_inner();
    update(&app, &page, (&open_own(&app, &who, &Path::from(reference)).await?, position), &posted).await
}

/// POST /manage/{token}/places/{n}/attendee
pub async fn update_by_link(
    app: Data<App>,
    page: PageContext,
    path: Path<(String, i32)>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let (token, position) = path.into_inner();
    update(&app, &page, (&open_by_link(&app, &page, &token).await?, position), &posted).await
}

/// POST /admin/bookings/{ref}/places/{n}/attendee
pub async fn update_at_desk(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageBookings>,
    path: Path<(String, i32)>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let (reference, position) = path.into_inner();
    update(&app, &page, (&open_at_desk(&app, officer.person_id, &reference).await?, position), &posted).await
}

async fn find(app: &App, open: &OpenBooking, position: i32) -> Result<place::Model, PageError> {
    let places = places_of_booking(app.db.reader(), open.booking.id).await?;
    places.into_iter().find(|place| place.position == position).ok_or(PageError::NotFound)
}

async fn edit(app: &App, page: &PageContext, open: &OpenBooking, position: i32) -> Result<HttpResponse, PageError> {
    let place = find(app, open, position).await?;
    if place.state != "confirmed" || place.attendee_name.is_empty() {
        return Ok(page.redirect_with(&Flash::problem(NameAttendeeError::NotBooked.to_string()), &open.base));
    }
    let form = FormView::filled([("name", place.attendee_name.as_str()), ("email", place.attendee_email.as_str())]);
    show(app, page, (open, &place), (form, None), StatusCode::OK).await
}

async fn show(
    app: &App,
    page: &PageContext,
    (open, place): (&OpenBooking, &place::Model),
    (form, due): (FormView, Option<Pence>),
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let event = load_event(app.db.reader(), EventId(place.event_id)).await?;
    let view = AttendeeView {
        action: format!("{}/places/{}/attendee", open.base, place.position),
        base: open.base.clone(),
        reference: open.booking.reference.clone(),
        event: EventView::new(&event, app.now()),
        old_name: place.attendee_name.clone(),
        form,
        due: due.map(|due| due.to_string()),
        due_pence: due.map_or(0, Pence::get),
        on_invoice: due.is_some() && is_on_invoice(app.db.reader(), &open.booking).await?,
        lock_words: lock_words_of(app.db.reader(), &event, app.now()).await?,
        by_officer: open.by_officer,
    };
    let template = if open.by_officer { "admin/bookings/attendee.html" } else { "bookings/attendee.html" };
    page.render_with(status, template, &view)
}

async fn update(
    app: &App,
    page: &PageContext,
    (open, position): (&OpenBooking, i32),
    posted: &Posted,
) -> Result<HttpResponse, PageError> {
    let place = find(app, open, position).await?;
    let typed = match forms::read(posted) {
        Ok(typed) => typed,
        Err(errors) => {
            let form = forms::typed(posted).with_errors(&errors);
            return show(app, page, (open, &place), (form, None), StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let command = NameAttendee {
        place_id: place.id,
        name: typed.name,
        email: typed.email,
        by: if open.by_officer { ChangedBy::Officer } else { ChangedBy::Booker },
        actor: open.actor,
        shown_due: typed.shown_due,
    };
    match name_attendee(app, &command).await {
        Ok(named) => done(app, page, open, (named, command.name.as_str())).await,
        Err(NameAttendeeError::Unexpected(error)) => Err(PageError::Unexpected(error)),
        Err(NameAttendeeError::DueFirst { due } | NameAttendeeError::OnInvoice { due }) => {
            show(app, page, (open, &place), (forms::typed(posted), Some(due)), StatusCode::CONFLICT).await
        }
        Err(refusal @ (NameAttendeeError::AlreadyBooked { .. } | NameAttendeeError::OtherDomain { .. })) => {
            let errors = FieldErrors::one(field_of(&refusal), refusal.to_string());
            let form = forms::typed(posted).with_errors(&errors);
            show(app, page, (open, &place), (form, None), StatusCode::CONFLICT).await
        }
        Err(refusal) => {
            if let (Some(why), false) = (refusal.refused_because(), open.by_officer) {
                note_refusal(app, open.booking.id, Wanted::Substitute, why).await?;
            }
            Ok(page.redirect_with(&Flash::problem(refusal.to_string()), &open.base))
        }
    }
}

/// The field a refusal belongs beside.
pub(super) fn field_of(refusal: &NameAttendeeError) -> &'static str {
    if matches!(refusal, NameAttendeeError::OtherDomain { .. }) { "email" } else { "name" }
}

async fn done(
    app: &App,
    page: &PageContext,
    open: &OpenBooking,
    (named, name): (Named, &str),
) -> Result<HttpResponse, PageError> {
    let flash = match named {
        Named::Nothing => Flash::info("Nothing was different, so nothing has changed."),
        Named::Corrected => {
            Flash::done("The name is put right. The place, its link and its calendar entry stay as they are.")
        }
        Named::Readdressed => Flash::done(
            "The address is put right. A fresh link went there with the confirmation; the earlier link no longer works.",
        ),
        Named::Substituted => Flash::done(format!(
            "{name} has the place now and has been sent everything. The earlier link no longer works."
        )),
        Named::OnInvoice { due } => Flash::done(format!(
            "{name} has the place now and has been sent everything. {due} is on the invoice, which goes to the billing address."
        )),
        Named::AwaitsPayment(Started { checkout_id: None, .. }) => {
            Flash::done("The booker has been written to. The name changes as soon as the difference is paid.")
        }
        Named::AwaitsPayment(Started { checkout_id: Some(checkout_id), .. }) => {
            return Ok(match payments::open_checkout(app, checkout_id).await {
                Ok(url) => page.redirect(&url),
                Err(error) => page.redirect_with(&Flash::problem(error.to_string()), &open.base),
            });
        }
    };
    Ok(page.redirect_with(&flash, &open.base))
}
