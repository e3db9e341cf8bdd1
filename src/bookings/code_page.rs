//! The page that asks for a code before a date that is booked with one only is shown for booking (ELG-12).

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Serialize;

use super::discounts::code_terms::DOES_NOT_APPLY;
use crate::events::{EventDetails, EventView};
use crate::kernel::Instant;
use crate::web::{FieldErrors, FormView, PageContext, PageError};

#[derive(Serialize)]
struct CodePageView {
    event: EventView,
    form: FormView,
}

/// The page, with what was typed if that opens nothing; why it does not is never said (ELG-14).
pub(super) fn ask_for_code(
    page: &PageContext,
    event: &EventDetails,
    typed: &str,
    now: Instant,
) -> Result<HttpResponse, PageError> {
    let (status, errors) = if typed.is_empty() {
        (StatusCode::OK, FieldErrors::new())
    } else {
        (StatusCode::CONFLICT, FieldErrors::one("code", DOES_NOT_APPLY.to_owned()))
    };
    let form = FormView::filled([("code", typed)]).with_errors(&errors);
    page.render_with(status, "bookings/code_only.html", &CodePageView { event: EventView::new(event, now), form })
}
