//! `/admin/events/{id}/given-places`: an officer gives a place away.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::give_place::{GivePlace, GivePlaceError, GivenAs, give_place};
use crate::app::App;
use crate::bookings::desk::OpenDate;
use crate::bookings::modes::{ModesView, PlaceMode, modes_view};
use crate::events::EventView;
use crate::kernel::{EmailAddress, Pence, PersonName};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, TextInput, may};

const TEMPLATE: &str = "admin/events/give_place.html";
const WHY: TextInput = TextInput::line("why", "reason", 150);
const FIELDS: [&str; 7] = ["name", "email", "mode", "given_as", "price", "why", "idempotency_key"];

#[derive(Serialize)]
struct GiveView {
    base: String,
    title: String,
    when: String,
    price: String,
    /// In the room or online, where the date has both.
    modes: Option<ModesView>,
    form: FormView,
}

fn view(app: &App, date: &OpenDate, form: FormView) -> Result<GiveView, PageError> {
    let words = EventView::new(&date.event, app.now());
    let sale = date.sale()?;
    let (price, modes) = (sale.prices.standard.to_string(), modes_view(sale, true));
    Ok(GiveView { base: date.base.clone(), title: words.title, when: words.when_words, price, modes, form })
}

/// GET /admin/events/{id}/given-places
pub async fn new_given_place(app: Data<App>, page: PageContext, id: Path<String>) -> Result<HttpResponse, PageError> {
    let date = OpenDate::find(&app, &id).await?;
    if date.sale()?.prices.is_free() {
        let words = GivePlaceError::FreeForAll.to_string();
        return Ok(page.redirect_with(&Flash::problem(words), &date.base));
    }
    let mut form = FormView::blank(&FIELDS);
    form.set("idempotency_key", app.tokens.secret());
    page.render(TEMPLATE, &view(&app, &date, form)?)
}

/// POST /admin/events/{id}/given-places
pub async fn create_given_place(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ManageBookings>,
    id: Path<String>,
    posted: Posted,
) -> Result<HttpResponse, PageError> {
    let date = OpenDate::find(&app, &id).await?;
    date.sale()?;
    let refused = |status, errors: &FieldErrors| {
        let form = FormView::filled(FIELDS.map(|field| (field, posted.get(field)))).with_errors(errors);
        page.render_with(status, TEMPLATE, &view(&app, &date, form)?)
    };
    let command = match read(&posted, date.event.id.0, officer.person_id) {
        Ok(command) => command,
        Err(errors) => return refused(StatusCode::UNPROCESSABLE_ENTITY, &errors),
    };
    match give_place(&app, &command).await {
        Ok(reference) => {
            let name = command.name.as_str();
            let words = if command.price.is_zero() {
                format!("Given: booking {reference}. {name} is told by email.")
            } else {
                format!(
                    "Kept: booking {reference}. {name} is asked by email to pay {}, and then has the place.",
                    command.price
                )
            };
            Ok(page.redirect_with(&Flash::done(words), &date.base))
        }
        Err(GivePlaceError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => {
            let field = match refusal {
                GivePlaceError::NotForNothing | GivePlaceError::NotReduced { .. } | GivePlaceError::TooLateToPay => {
                    "price"
                }
                GivePlaceError::ModeMissing => "mode",
                _ => "name",
            };
            refused(StatusCode::CONFLICT, &FieldErrors::one(field, refusal.to_string()))
        }
    }
}

fn read(posted: &Posted, event_id: i64, officer_id: i64) -> Result<GivePlace, FieldErrors> {
    let mut errors = FieldErrors::new();
    let name = errors.check("name", PersonName::parse(posted.get("name")));
    let email = errors.check("email", EmailAddress::parse(posted.get("email")));
    let given_as = GivenAs::parse(posted.get("given_as"));
    if given_as.is_none() {
        errors.add("given_as", "Say whether it is a bursary or a complimentary place");
    }
    let price = match posted.get("price").trim() {
        "" => Some(Pence::ZERO),
        typed => errors.check("price", Pence::parse_pounds(typed)),
    };
    let why = WHY.read(posted, &mut errors);
    let key = posted.get("idempotency_key");
    if key.is_empty() || key.len() > 100 {
        errors.add("", "This page is too old. Open the form again from the date.");
    }
    match (name, email, given_as.zip(price), errors.is_empty()) {
        (Some(name), Some(email), Some((given_as, price)), true) => Ok(GivePlace {
            event_id,
            name,
            email,
            mode: PlaceMode::parse(posted.get("mode")),
            given_as,
            price,
            why,
            officer_id,
            idempotency_key: key.to_owned(),
            digest: posted.digest(),
        }),
        _ => Err(errors),
    }
}
