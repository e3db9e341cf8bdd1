//! The desk's pages: the list of charges with what waits for somebody, one charge, and money written down.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::forms::{read_bank_money, typed_bank_money};
use super::list_money::money_view;
use super::queries::{self, Filter};
use super::show_charge::charge_view;
use crate::app::App;
use crate::payments::record_bank_payment::{RecordBankPayment, RecordBankPaymentError, record_bank_payment};
use crate::payments::store::ChargeRow;
use crate::web::{FieldErrors, Flash, FormView, Page, PageContext, PageError, Permitted, Posted, Viewer, may};

/// Charges on one page of the list.
const ROWS: u64 = 25;

/// What the list's address may carry.
#[derive(Debug, Default, Deserialize)]
pub struct Wanted {
    #[serde(default)]
    show: String,
    #[serde(default)]
    q: String,
    page: Option<String>,
}

/// Recent charges with their sums, and the refunds that wait for somebody.
pub async fn list_charges(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ViewMoney>,
    wanted: Query<Wanted>,
) -> Result<HttpResponse, PageError> {
    let words: String = wanted.q.trim().chars().take(100).collect();
    let filter = Filter { unsettled_only: wanted.show == "unsettled", words };
    let view = money_view(&app, &filter, Page::from_query(wanted.page.as_deref(), ROWS)).await?;
    page.render("admin/money/list.html", &view)
}

/// Everything about one charge.
pub async fn show_charge(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ViewMoney>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let charge = load(&app, &reference).await?;
    render_charge(&app, &page, (&charge, &officer.viewer), None, StatusCode::OK).await
}

/// Writes down money seen on the bank statement.
pub async fn create_payment(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let charge = load(&app, &reference).await?;
    let again = async |errors: &FieldErrors, status| {
        let typed = typed_bank_money(&form).with_errors(errors);
        render_charge(&app, &page, (&charge, &officer.viewer), Some(typed), status).await
    };
    let money = match read_bank_money(&form, app.now()) {
        Ok(money) => money,
        Err(errors) => return again(&errors, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let command = RecordBankPayment {
        charge_id: charge.id,
        amount: money.amount,
        value_on: money.value_on,
        bank_reference: money.bank_reference,
        recorded_by: officer.person_id,
        idempotency_key: form.get("idempotency_key").to_owned(),
        body_digest: form.digest(),
    };
    match record_bank_payment(&app, command).await {
        Ok(payment) => {
            let words = format!("{} received is written down as payment {payment}.", money.amount);
            Ok(page.redirect_with(&Flash::done(words), &charge_path(&charge.reference)))
        }
        Err(RecordBankPaymentError::Unexpected(error)) => Err(error.into()),
        Err(error) => again(&FieldErrors::one("", words_for(&error)), StatusCode::CONFLICT).await,
    }
}

/// Why money was not written down, for the form.
pub(in crate::payments) fn words_for(error: &RecordBankPaymentError) -> &'static str {
    match error {
        RecordBankPaymentError::NoMoney => "Enter an amount of more than £0.",
        RecordBankPaymentError::InTheFuture => "Enter a date that is not in the future.",
        RecordBankPaymentError::FormUsed | RecordBankPaymentError::Unexpected(_) => {
            "This form was sent before with something else in it. Look below at what was written down, reload the page and type it in again if it is missing."
        }
    }
}

/// The page of a charge.
pub(super) fn charge_path(reference: &str) -> String {
    format!("/admin/money/charges/{reference}")
}

/// The page of a dispute, which `site` puts together.
pub(super) fn dispute_path(stripe_id: &str) -> String {
    format!("/admin/money/disputes/{stripe_id}")
}

async fn load(app: &App, reference: &str) -> Result<ChargeRow, PageError> {
    queries::find_charge(app.db.reader(), reference).await?.ok_or(PageError::NotFound)
}

pub(super) async fn render_charge(
    app: &App,
    page: &PageContext,
    (charge, viewer): (&ChargeRow, &Viewer),
    form: Option<FormView>,
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    page.render_with(status, "admin/money/charge.html", &charge_view(app, charge, viewer, form).await?)
}
