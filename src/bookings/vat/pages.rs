//! `/admin/money/vat`: each date to come and how it stands to VAT.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::queries::{DateTreatment, list_dates};
use super::set_treatment::{SetTreatment, set_treatment};
use crate::app::App;
use crate::identity::load_identity;
use crate::kernel::uk_time::{london_date, long_date};
use crate::kernel::{Permission, Unexpected};
use crate::payments::VatTreatment;
use crate::web::{Flash, FormView, PageContext, PageError, Permitted, Posted, may};

const PATH: &str = "/admin/money/vat";

#[derive(Serialize)]
struct VatView {
    /// The registration; empty when there is none.
    registered: String,
    may_change: bool,
    treatments: Vec<Treatment>,
    dates: Vec<DateView>,
}

#[derive(Serialize)]
struct Treatment {
    value: &'static str,
    label: &'static str,
}

#[derive(Serialize)]
struct DateView {
    action: String,
    href: String,
    title: String,
    on: String,
    price: String,
    treatment: &'static str,
    /// The select of this row has an id of its own.
    key: String,
    form: FormView,
}

/// GET the page.
pub async fn show(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ViewMoney>,
) -> Result<HttpResponse, PageError> {
    let (db, today) = (app.db.reader(), london_date(app.now()));
    let identity = load_identity(db).await.map_err(Unexpected::from)?;
    let registration = identity.and_then(|identity| identity.vat_number.zip(identity.vat_registered_from));
    let of_dates = [VatTreatment::Exempt, VatTreatment::Standard, VatTreatment::Zero, VatTreatment::OutsideScope];
    let view = VatView {
        registered: registration
            .map(|(number, from)| format!("{number}, from {}", long_date(from)))
            .unwrap_or_default(),
        may_change: officer.viewer.may(Permission::RecordPayments),
        treatments: of_dates.map(|one| Treatment { value: one.word(), label: one.label() }).into(),
        dates: list_dates(db, today).await?.into_iter().map(date_view).collect(),
    };
    page.render("admin/money/vat.html", &view)
}

fn date_view(date: DateTreatment) -> DateView {
    let key = format!("treatment-{}", date.event_id);
    DateView {
        action: format!("{PATH}/{}", date.event_id),
        href: format!("/admin/events/{}", date.event_id),
        title: date.title,
        on: date.on.map_or_else(|| "No day yet".to_owned(), long_date),
        price: date.price.to_string(),
        treatment: date.treatment.label(),
        form: FormView::filled([(key.as_str(), date.treatment.word())]),
        key,
    }
}

/// POST one date's treatment.
pub async fn update(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    id: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let event_id = id.parse().map_err(|_| PageError::NotFound)?;
    let Some(treatment) = VatTreatment::parse(form.get("treatment")) else {
        return Err(PageError::BadRequest("Choose how the date stands to VAT from the list.".to_owned()));
    };
    if !set_treatment(&app, SetTreatment { event_id, treatment, set_by: officer.person_id }).await? {
        return Err(PageError::NotFound);
    }
    let words = format!("Saved: {}. What was charged before keeps what it was charged under.", treatment.label());
    Ok(page.redirect_with(&Flash::done(words), PATH))
}
