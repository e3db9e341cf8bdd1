//! The page that asks for a code before a date that is booked with one only is shown for booking (ELG-12).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Serialize;

use super::discounts::code_terms::DOES_NOT_APPLY;
use super::forms::BookingForm;
use crate::events::{EventDetails, EventView};
use crate::kernel::Instant;
use crate::web::{FieldErrors, FormView, PageContext, PageError};

#[derive(Serialize)]
struct CodePageView {
    event: EventView,
    /// The booking form that the code opens: the date's own, or that of an entry on its waiting list.
    action: String,
    /// Where to go without a code.
    back: String,
    form: FormView,
}

/// The page, with what was typed if that opens nothing; why it does not is never said (ELG-14).
pub(super) fn ask_for_code(
    page: &PageContext,
    event: &EventDetails,
    asked: &BookingForm,
    now: Instant,
) -> Result<HttpResponse, PageError> {
    let (typed, token) = (asked.price.code.as_str(), asked.waiting.token.as_str());
    let (status, errors) = if typed.is_empty() {
        (StatusCode::OK, FieldErrors::new())
    } else {
        (StatusCode::CONFLICT, FieldErrors::one("code", DOES_NOT_APPLY.to_owned()))
    };
    let form = FormView::filled([("code", typed)]).with_errors(&errors);
    let event = EventView::new(event, now);
    let (action, back) = if token.is_empty() {
        (format!("{}/bookings/new", event.href), event.href.clone())
    } else {
        (format!("/waiting-list/{token}/booking"), format!("/waiting-list/{token}"))
    };
    page.render_with(status, "bookings/code_only.html", &CodePageView { event, action, back, form })
}
