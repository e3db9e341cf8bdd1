//! A booking's terms on a page of their own, behind both doors, to print or save.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Serialize;

use super::AcceptedTerms;
use crate::app::App;
use crate::bookings::door::{Door, OpenBooking};
use crate::bookings::email_words::refund_words;
use crate::bookings::refund_policy::PayerKind;
use crate::bookings::sale::load_terms;
use crate::events::{EventId, EventView, load_event};
use crate::kernel::Unexpected;
use crate::web::markdown::to_safe_html;
use crate::web::{PageContext, PageError};

/// What the page shows.
#[derive(Serialize)]
struct TermsView {
    reference: String,
    base: String,
    event: EventView,
    booker: String,
    accepted: AcceptedTerms,
    words_html: String,
    refund_words: Vec<String>,
    /// Then the form to cancel with stands below (CO-01).
    pays_personally: bool,
}

/// GET /bookings/{ref}/terms, GET /manage/{token}/terms
pub async fn show_terms(app: Data<App>, page: PageContext, door: Door) -> Result<HttpResponse, PageError> {
    let open = door.open(&app, &page).await?;
    if open.booking.total_pence == 0 {
        return Err(PageError::NotFound);
    }
    page.render("bookings/terms.html", &terms_view(&app, open).await?)
}

async fn terms_view(app: &App, open: OpenBooking) -> Result<TermsView, Unexpected> {
    let (db, now, booking) = (app.db.reader(), app.now(), open.booking);
    let event = load_event(db, EventId(booking.event_id)).await?;
    let terms = load_terms(db, booking.booking_terms_id).await?;
    Ok(TermsView {
        base: open.base,
        accepted: AcceptedTerms::of(&booking, &terms),
        words_html: to_safe_html(&terms.words),
        refund_words: refund_words(db, &booking, &event, now).await?,
        pays_personally: booking.payer_kind == PayerKind::Person.word(),
        event: EventView::new(&event, now),
        reference: booking.reference,
        booker: booking.booker_name,
    })
}
