//! The page on which an officer makes an exception for one booking.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use entity::{booking, place};

use super::forms::{read_goodwill, read_withdrawal};
use super::give_goodwill::{GiveGoodwill, GoodwillError, GoodwillGiven, give_goodwill};
use super::queries::find_booking_with_places;
use super::views::{ExceptionsView, OptionView, PlaceView};
use crate::app::App;
use crate::audit::Actor;
use crate::bookings::booking_state::BookingState;
use crate::bookings::cancel_places::{CancelPlaces, CancelPlacesError, cancel_places};
use crate::bookings::cancellation::CancelledBy;
use crate::bookings::refused_requests::refused_requests_of;
use crate::bookings::what_comes_back::is_disputed;
use crate::events::{EventId, EventView, load_event};
use crate::kernel::uk_time::date_and_time;
use crate::kernel::{Pence, Unexpected};
use crate::payments::refunds::open_refund::SECOND_PERSON_ABOVE;
use crate::payments::{self, ChargeMoney};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, may};

const TEMPLATE: &str = "admin/bookings/exceptions.html";
const FIELDS: [&str; 6] = ["place", "amount", "reason", "withdrawn_place", "percent", "withdrawal_reason"];

type Booked = (booking::Model, Vec<place::Model>);

/// GET /admin/bookings/{reference}/exceptions
pub async fn show_exceptions(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ManageBookings>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let booked = load(&app, &reference).await?;
    page.render(TEMPLATE, &view(&app, &booked, FormView::blank(&FIELDS)).await?)
}

/// POST /admin/bookings/{reference}/goodwill-refund
pub async fn create_goodwill(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageBookings>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let booked = load(&app, &reference).await?;
    let typed = match read_goodwill(&form) {
        Ok(typed) => typed,
        Err(errors) => return again(&app, &page, &booked, &form, &errors).await,
    };
    let command = GiveGoodwill {
        booking_id: booked.0.id,
        place_id: typed.place_id,
        amount: typed.amount,
        reason: typed.reason,
        by: officer.person_id,
        form: (form.get("idempotency_key").to_owned(), form.digest()),
    };
    match give_goodwill(&app, &command).await {
        Ok(given) => Ok(page.redirect_with(&Flash::done(given_words(given)), &base(&booked.0))),
        Err(GoodwillError::Unexpected(error)) => Err(error.into()),
        Err(refusal @ (GoodwillError::Nothing | GoodwillError::TooMuch { .. })) => {
            again(&app, &page, &booked, &form, &FieldErrors::one("amount", refusal.to_string())).await
        }
        Err(refusal) => again(&app, &page, &booked, &form, &FieldErrors::one("", refusal.to_string())).await,
    }
}

/// POST /admin/bookings/{reference}/withdrawal
pub async fn create_withdrawal(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageBookings>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let booked = load(&app, &reference).await?;
    let typed = match read_withdrawal(&form) {
        Ok(typed) => typed,
        Err(errors) => return again(&app, &page, &booked, &form, &errors).await,
    };
    let command = CancelPlaces {
        booking_id: booked.0.id,
        place_ids: vec![typed.place_id],
        by: CancelledBy::Officer(typed.percent),
        actor: Actor::Person(officer.person_id),
        expected: None,
        reason: typed.reason,
    };
    match cancel_places(&app, &command).await {
        Ok(outcome) => {
            let words = format!(
                "The place is withdrawn; {} goes back. Attendee and booker have been written to.",
                outcome.total
            );
            Ok(page.redirect_with(&Flash::done(words), &base(&booked.0)))
        }
        Err(CancelPlacesError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => again(&app, &page, &booked, &form, &FieldErrors::one("", refusal.to_string())).await,
    }
}

fn given_words(given: GoodwillGiven) -> String {
    match (given.waived.is_zero(), given.refunded.is_zero()) {
        (true, _) => format!("{} goes back. The person who booked has been written to.", given.refunded),
        (_, true) => format!("{} is no longer owed. The person who booked has been written to.", given.waived),
        _ => format!(
            "{} is no longer owed, and {} goes back. The person who booked has been written to.",
            given.waived, given.refunded
        ),
    }
}

fn base(booking: &booking::Model) -> String {
    format!("/admin/bookings/{}/exceptions", booking.reference)
}

async fn load(app: &App, reference: &str) -> Result<Booked, PageError> {
    find_booking_with_places(app.db.reader(), reference).await.map_err(Unexpected::from)?.ok_or(PageError::NotFound)
}

/// The page with what was typed and what is wrong with it.
async fn again(
    app: &App,
    page: &PageContext,
    booked: &Booked,
    form: &Posted,
    errors: &FieldErrors,
) -> Result<HttpResponse, PageError> {
    let typed = FormView::filled(FIELDS.map(|name| (name, form.get(name)))).with_errors(errors);
    page.render_with(StatusCode::UNPROCESSABLE_ENTITY, TEMPLATE, &view(app, booked, typed).await?)
}

async fn view(app: &App, (booking, places): &Booked, form: FormView) -> Result<ExceptionsView, Unexpected> {
    let db = app.db.reader();
    let event = EventView::new(&load_event(db, EventId(booking.event_id)).await?, app.now());
    let money = match booking.charge_id {
        Some(charge_id) => payments::queries::charge_money(db, charge_id).await?,
        None => ChargeMoney::default(),
    };
    let charges: Vec<i64> = booking.charge_id.into_iter().collect();
    let references = payments::queries::references_of(db, &charges).await?;
    let (mut shown, mut goodwill_places, mut live_places) = (Vec::new(), Vec::new(), Vec::new());
    for place in places {
        let open = match place.charge_line_id {
            Some(line_id) => payments::queries::open_of_line(db, line_id).await?,
            None => Pence::ZERO,
        };
        let state = BookingState::parse(&place.state);
        let name = if place.attendee_name.is_empty() {
            format!("Place {}", place.position)
        } else {
            place.attendee_name.clone()
        };
        let option = |label: String| OptionView { value: place.id.to_string(), label };
        if open > Pence::ZERO {
            goodwill_places.push(option(format!("{name}: {open} is charged")));
        }
        if state.is_some_and(BookingState::takes_a_place) {
            live_places.push(option(name.clone()));
        }
        shown.push(PlaceView {
            attendee: name,
            state: state.map_or("Moved", BookingState::label),
            price: Pence::new(place.price_pence).to_string(),
            open: open.to_string(),
        });
    }
    Ok(ExceptionsView {
        base: format!("/admin/bookings/{}", booking.reference),
        event: format!("{}, {}", event.title, event.when_words),
        event_href: format!("/admin/events/{}", booking.event_id),
        booker: booking.booker_name.clone(),
        email: booking.booker_email.clone(),
        state: BookingState::parse(&booking.state).map_or("", BookingState::label),
        charge_href: references
            .into_values()
            .next()
            .map(|one| format!("/admin/money/charges/{one}"))
            .unwrap_or_default(),
        money: money_lines(money),
        is_disputed: is_disputed(db, booking).await?,
        places: shown,
        refused: refused_words(app, booking.id).await?,
        goodwill_places,
        live_places,
        second_person_above: SECOND_PERSON_ABOVE.to_string(),
        form,
        idempotency_key: app.tokens.uuid(),
        reference: booking.reference.clone(),
    })
}

fn money_lines(money: ChargeMoney) -> Vec<(&'static str, String)> {
    let lines = [
        ("Charged", money.charged - money.credited),
        ("Paid", money.paid),
        ("Refunded", money.refunded),
        ("Going back", money.refund_pending),
        ("Still owed", money.outstanding),
    ];
    lines.into_iter().map(|(label, amount)| (label, amount.to_string())).collect()
}

async fn refused_words(app: &App, booking_id: i64) -> Result<Vec<String>, Unexpected> {
    let words = |one: crate::bookings::refused_requests::RefusedRequest| {
        let times = if one.times > 1 { format!(", {} times", one.times) } else { String::new() };
        format!("{}: first asked for on {}{times}", one.wanted, date_and_time(one.first_asked_at))
    };
    Ok(refused_requests_of(app.db.reader(), booking_id).await?.into_iter().map(words).collect())
}
