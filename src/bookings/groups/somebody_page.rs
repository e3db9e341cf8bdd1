//! An officer books for somebody: `/admin/events/{id}/bookings/new` (GRP-9). The rules, the price and the seats are those of
//! the public form; only its limit on places is lifted.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::book_for_somebody::SomebodyForm;
use crate::app::App;
use crate::bookings::book_places::{BookPlacesError, book_places};
use crate::bookings::desk::OpenDate;
use crate::bookings::discounts::form_prices::early_words;
use crate::bookings::event_facts::event_dates;
use crate::bookings::modes::{ModesView, modes_view};
use crate::bookings::queries::money_words;
use crate::bookings::refund_policy::{PayerKind, needs_start_now};
use crate::events::{EventState, EventView};
use crate::kernel::uk_time::london_date;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, may};

#[derive(Serialize)]
struct SomebodyView {
    base: String,
    title: String,
    when: String,
    form: FormView,
    standard: String,
    standard_pence: i64,
    /// The early price with its end, while it can be had; or empty (ELG-11).
    early_words: String,
    /// In pence; empty without one.
    early_pence: String,
    /// How many places can have it; empty for any number.
    early_left: String,
    is_free: bool,
    places_left: i32,
    /// In the room or online, where the date has both: one answer for the booking; each place can be switched after.
    modes: Option<ModesView>,
    /// Above it the public form points to in-house training.
    most_places: i32,
    asks_start_now: bool,
    /// The details for an invoice are shown open.
    invoice_is_open: bool,
    idempotency_key: String,
}

/// GET /admin/events/{id}/bookings/new
pub async fn new_booking(app: Data<App>, page: PageContext, id: Path<String>) -> Result<HttpResponse, PageError> {
    let date = OpenDate::find(&app, &id).await?;
    let form = SomebodyForm::blank(app.tokens.secret());
    show(&app, &page, &date, &form, (&FieldErrors::new(), StatusCode::OK))
}

/// POST /admin/events/{id}/bookings
pub async fn create_booking(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageBookings>,
    id: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let date = OpenDate::find(&app, &id).await?;
    let form = SomebodyForm::read(&posted);
    let command = match form.command(date.event.id.0, officer.person_id, posted.digest()) {
        Ok(command) => command,
        Err(errors) => return show(&app, &page, &date, &form, (&errors, StatusCode::UNPROCESSABLE_ENTITY)),
    };
    match book_places(&app, &command).await {
        Ok(booked) => {
            let places = command.places();
            let places = if places == 1 { "1 place is".to_owned() } else { format!("{places} places are") };
            let words = format!(
                "{places} booked, {}. {} has been written to, with the link to name people and change the booking.",
                booked.reference,
                command.booker_name.as_str()
            );
            Ok(page.redirect_with(&Flash::done(words), &date.base))
        }
        Err(BookPlacesError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => {
            let field = match &refusal {
                BookPlacesError::StartNowNotAccepted => "start_now",
                BookPlacesError::AlreadyBooked { .. } => "names",
                BookPlacesError::ModeMissing | BookPlacesError::ModeFull(_) => "mode",
                _ => "places",
            };
            show(&app, &page, &date, &form, (&FieldErrors::one(field, refusal.to_string()), StatusCode::CONFLICT))
        }
    }
}

fn show(
    app: &App,
    page: &PageContext,
    date: &OpenDate,
    form: &SomebodyForm,
    (errors, status): (&FieldErrors, StatusCode),
) -> Result<HttpResponse, PageError> {
    let (sale, now) = (date.sale()?, app.now());
    if date.event.state != EventState::Published {
        let words = "This date is not on the site, so nobody can be booked on it. Publish it first.";
        return Ok(page.redirect_with(&Flash::problem(words), &date.base));
    }
    let words = EventView::new(&date.event, now);
    let standard = sale.prices.price_for(false).price;
    let asks_start_now = event_dates(&date.event)
        .is_some_and(|dates| !sale.prices.is_free() && needs_start_now(PayerKind::Person, london_date(now), dates));
    let early = sale.early_bird.filter(|(early, taken)| early.left(*taken, now) != Some(0) && early.price < standard);
    let early_left = early.and_then(|(early, taken)| early.left(taken, now));
    let view = SomebodyView {
        early_words: early.and_then(|early| early_words(early, now)).unwrap_or_default(),
        early_pence: early.map(|(early, _)| early.price.get().to_string()).unwrap_or_default(),
        early_left: early_left.map(|left| left.to_string()).unwrap_or_default(),
        base: date.base.clone(),
        title: words.title,
        when: words.when_words,
        form: form.view().with_errors(errors),
        standard: money_words(standard.get()),
        standard_pence: standard.get(),
        is_free: sale.prices.is_free(),
        places_left: sale.free_seats(),
        modes: modes_view(sale, true),
        most_places: sale.most_places,
        asks_start_now,
        invoice_is_open: form.wants_invoice(),
        idempotency_key: form.key().to_owned(),
    };
    page.render_with(status, "admin/events/book_for_somebody.html", &view)
}
