//! The officers' page on which the way to join is held back or let go.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use entity::booking;
use serde::Serialize;

use super::block_joining::{BlockJoiningError, block_joining, lift_block};
use super::queries::{find_booking_by_reference, find_live, overdue_invoice};
use crate::app::App;
use crate::bookings::booking_state::BookingState;
use crate::events::{EventId, EventView, load_event};
use crate::kernel::Unexpected;
use crate::kernel::uk_time::{date_and_time, long_date};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, TextInput, may};

const TEMPLATE: &str = "admin/bookings/join_block.html";
const REASON: TextInput = TextInput::line("reason", "reason", 300);

#[derive(Serialize)]
struct JoinBlockView {
    base: String,
    reference: String,
    event: String,
    event_href: String,
    booker: String,
    /// "EARO-2026-00001, to be paid by …"; empty when no invoice is overdue.
    overdue: String,
    /// Since when it is held back; empty when it is not.
    since: String,
    /// Why.
    why: String,
    may_block: bool,
    form: FormView,
}

/// GET /admin/bookings/{reference}/join-block
pub async fn show_block(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageBookings>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let booking = load(&app, &reference).await?;
    page.render(TEMPLATE, &view(&app, &booking, FormView::blank(&["reason"])).await?)
}

/// POST /admin/bookings/{reference}/join-block
pub async fn create_block(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageBookings>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let booking = load(&app, &reference).await?;
    let mut errors = FieldErrors::new();
    let reason = REASON.read(&form, &mut errors);
    if !errors.is_empty() {
        let typed = FormView::filled([("reason", form.get("reason"))]).with_errors(&errors);
        let view = view(&app, &booking, typed).await?;
        return page.render_with(StatusCode::UNPROCESSABLE_ENTITY, TEMPLATE, &view);
    }
    let words = "The way to join is held back. Whoever booked has been written to.";
    answer(&page, &booking, block_joining(&app, &booking, (&reason, officer.person_id)).await, words)
}

/// POST /admin/bookings/{reference}/join-block/end
pub async fn end_block(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageBookings>,
    reference: Path<String>,
    _form: Posted,
) -> Result<HttpResponse, PageError> {
    let booking = load(&app, &reference).await?;
    answer(
        &page,
        &booking,
        lift_block(&app, booking.id, officer.person_id).await,
        "The people of this booking can join.",
    )
}

fn answer(
    page: &PageContext,
    booking: &booking::Model,
    done: Result<(), BlockJoiningError>,
    words: &str,
) -> Result<HttpResponse, PageError> {
    let flash = match done {
        Ok(()) => Flash::done(words),
        Err(BlockJoiningError::Unexpected(error)) => return Err(error.into()),
        Err(refusal) => Flash::problem(refusal.to_string()),
    };
    Ok(page.redirect_with(&flash, &format!("/admin/bookings/{}/join-block", booking.reference)))
}

async fn load(app: &App, reference: &str) -> Result<booking::Model, PageError> {
    find_booking_by_reference(app.db.reader(), reference).await?.ok_or(PageError::NotFound)
}

async fn view(app: &App, booking: &booking::Model, form: FormView) -> Result<JoinBlockView, Unexpected> {
    let (db, now) = (app.db.reader(), app.now());
    let event = EventView::new(&load_event(db, EventId(booking.event_id)).await?, now);
    let overdue = overdue_invoice(db, booking, now).await?;
    let live = find_live(db, booking.id).await?;
    let is_confirmed = booking.state == BookingState::Confirmed.word();
    Ok(JoinBlockView {
        base: format!("/admin/bookings/{}", booking.reference),
        reference: booking.reference.clone(),
        event: format!("{}, {}", event.title, event.when_words),
        event_href: format!("/admin/events/{}", booking.event_id),
        booker: booking.booker_name.clone(),
        may_block: is_confirmed && live.is_none() && overdue.is_some(),
        overdue: overdue
            .map(|invoice| {
                let due = invoice.due_on.map(long_date).unwrap_or_default();
                format!("{}, to be paid by {due}", invoice.number.unwrap_or_default())
            })
            .unwrap_or_default(),
        since: live.as_ref().map(|block| date_and_time(block.blocked_at)).unwrap_or_default(),
        why: live.map(|block| block.reason).unwrap_or_default(),
        form,
    })
}
