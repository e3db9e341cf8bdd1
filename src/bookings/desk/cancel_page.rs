//! Calls a date off (REF-12): first the preview of who and how much, then the act, then how far it has come.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::open_date::OpenDate;
use super::queries::count_live_bookings;
use super::views::payer_words;
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::cancel_event::{
    CancelEventError, EventCancellationPreview, biggest_refunds, cancel_event, preview_event_cancellation,
};
use crate::bookings::jobs::cancel_event_bookings_job;
use crate::bookings::waiting_list::queries::on_list;
use crate::events::{EventState, EventView};
use crate::jobs;
use crate::kernel::{Pence, Unexpected};
use crate::payments::refunds::open_refund::SECOND_PERSON_ABOVE;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, TextInput, may};

const TEMPLATE: &str = "admin/events/cancel.html";
const REASON: TextInput = TextInput::block("reason", "reason", 500);
/// How many of the biggest refunds the preview names.
const NAMED: usize = 10;

#[derive(Serialize)]
struct CancelView {
    base: String,
    title: String,
    when: String,
    form: FormView,
    bookings: usize,
    places: usize,
    /// Entries on the waiting list, whose people are told (WTL-12).
    waiting: usize,
    refunds: String,
    refunds_pence: i64,
    has_refunds: bool,
    biggest: Vec<BigRefund>,
    /// More bookings get money back than are named.
    has_more: bool,
    /// Some refunds are so great that a second person has to approve them (D11).
    second_person_above: Option<String>,
}

#[derive(Serialize)]
struct BigRefund {
    reference: String,
    booker: String,
    payer: String,
    places: usize,
    amount: String,
}

/// GET /admin/events/{id}/cancellation
pub async fn new_cancellation(app: Data<App>, page: PageContext, id: Path<String>) -> Result<HttpResponse, PageError> {
    let date = OpenDate::find(&app, &id).await?;
    if date.event.state != EventState::Published {
        return Ok(page.redirect_with(&Flash::problem(CancelEventError::NotPublished.to_string()), &date.base));
    }
    let preview = preview_event_cancellation(&app, date.event.id.0).await?;
    let view = view(&app, &date, preview, FormView::blank(&["reason"])).await?;
    page.render(TEMPLATE, &view)
}

/// POST /admin/events/{id}/cancellation: what the officer was shown comes back with the form, so that a booking made
/// meanwhile stops it.
pub async fn create_cancellation(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageBookings>,
    id: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let date = OpenDate::find(&app, &id).await?;
    let mut errors = FieldErrors::new();
    let reason = REASON.read(&posted, &mut errors);
    let status = if errors.is_empty() {
        let actor = Actor::Person(officer.person_id);
        match cancel_event(&app, date.event.id.0, &reason, actor, expected(&posted)).await {
            Ok(()) => {
                let done = "The date is cancelled, and nobody can book it any more. Everyone who booked is being told \
                            and refunded; below stands how far that is.";
                return Ok(page.redirect_with(&Flash::done(done), &date.base));
            }
            Err(CancelEventError::Unexpected(error)) => return Err(error.into()),
            Err(refusal @ CancelEventError::NotPublished) => {
                return Ok(page.redirect_with(&Flash::problem(refusal.to_string()), &date.base));
            }
            Err(refusal) => {
                errors.add("", refusal.to_string());
                StatusCode::CONFLICT
            }
        }
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let preview = preview_event_cancellation(&app, date.event.id.0).await?;
    let form = FormView::filled([("reason", posted.get("reason"))]).with_errors(&errors);
    page.render_with(status, TEMPLATE, &view(&app, &date, preview, form).await?)
}

/// What the page showed; numbers that cannot be read never match.
fn expected(posted: &Posted) -> EventCancellationPreview {
    let count = |field: &str| posted.get(field).parse().unwrap_or(usize::MAX);
    EventCancellationPreview {
        bookings: count("expected_bookings"),
        places: count("expected_places"),
        refunds: Pence::new(posted.get("expected_refunds_pence").parse().unwrap_or(-1)),
    }
}

async fn view(
    app: &App,
    date: &OpenDate,
    preview: EventCancellationPreview,
    form: FormView,
) -> Result<CancelView, Unexpected> {
    let words = EventView::new(&date.event, app.now());
    let named = biggest_refunds(app.db.reader(), date.event.id.0, NAMED).await?;
    let needs_second = named.iter().any(|(_, refund)| refund.total > SECOND_PERSON_ABOVE);
    let paid: Vec<BigRefund> = named
        .into_iter()
        .map(|(booking, refund)| BigRefund {
            payer: payer_words(&booking),
            places: refund.places.len(),
            amount: refund.total.to_string(),
            reference: booking.reference,
            booker: booking.booker_name,
        })
        .collect();
    Ok(CancelView {
        base: date.base.clone(),
        title: words.title,
        when: words.when_words,
        form,
        bookings: preview.bookings,
        places: preview.places,
        waiting: on_list(app.db.reader(), date.event.id.0).await?.entries,
        refunds: preview.refunds.to_string(),
        refunds_pence: preview.refunds.get(),
        has_refunds: !preview.refunds.is_zero(),
        second_person_above: needs_second.then(|| SECOND_PERSON_ABOVE.to_string()),
        has_more: paid.len() < preview.bookings,
        biggest: paid,
    })
}

/// POST /admin/events/{id}/cancellation/continuation: puts the job that cancels what is left in the queue again. Harmless
/// however often it is pressed: while one waits another is not added, and what is done stays done.
pub async fn continue_cancellation(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageBookings>,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let date = OpenDate::find(&app, &id).await?;
    if !date.event.is_cancelled() {
        return Err(PageError::Conflict(
            "This date has not been cancelled, so there is nothing to go on with.".to_owned(),
        ));
    }
    let (event_id, now) = (date.event.id.0, app.now());
    let left = count_live_bookings(app.db.reader(), event_id).await?;
    if left == 0 {
        return Ok(
            page.redirect_with(&Flash::info("Nothing is left to do: every booking has been cancelled."), &date.base)
        );
    }
    let job = cancel_event_bookings_job(event_id, Some(officer.person_id))?;
    app.db.write_tx(async |tx| jobs::enqueue(tx, job, now).await).await?;
    Ok(page.redirect_with(&Flash::done("The bookings that are left are being cancelled now."), &date.base))
}
