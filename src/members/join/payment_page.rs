//! One page before paying: what it is, who provides it, what it costs, how long it lasts, how to cancel (CO-02). Then the card
//! page, or the words for a bank transfer.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;
use serde::Serialize;

use super::type_view::rights;
use crate::app::App;
use crate::identity::load_identity;
use crate::kernel::uk_time::{london_date, long_date};
use crate::kernel::unexpected::Context;
use crate::members::membership::{
    HowToPay, OrderPayer, OrderSummary, PayBy, PayOrder, PayOrderError, TermsShown, find_open_order, pay_order,
    terms_shown, type_version_on,
};
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted, SignedIn};

const HERE: &str = "/join/payment";
/// The page that says how it stands.
pub(super) const DONE: &str = "/join/done";

#[derive(Serialize)]
struct PaymentView {
    form: FormView,
    reference: String,
    type_name: String,
    kind: &'static str,
    rights: Vec<String>,
    price: String,
    length: String,
    pay_by: String,
    by_card: bool,
    by_bank: bool,
    /// The terms in force.
    terms: Option<TermsShown>,
}

/// GET `/join/payment`.
pub async fn show_payment(app: Data<App>, page: PageContext, signed_in: SignedIn) -> Result<HttpResponse, PageError> {
    match find_open_order(app.db.reader(), signed_in.person_id).await? {
        Some(order) => show(&app, &page, (&order, order.payer), &FieldErrors::new(), StatusCode::OK).await,
        None => Ok(page.redirect(DONE)),
    }
}

/// POST `/join/payment`.
pub async fn create_payment(
    app: Data<App>,
    page: PageContext,
    signed_in: SignedIn,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let Some(order) = find_open_order(app.db.reader(), signed_in.person_id).await? else {
        return Ok(page.redirect(DONE));
    };
    let by = if form.get("pay") == "bank" { PayBy::BankTransfer } else { PayBy::Card };
    let payer = OrderPayer::parse(form.get("payer")).unwrap_or_default();
    let command = PayOrder {
        person_id: signed_in.person_id,
        reference: order.reference.clone(),
        by,
        payer,
        seen_terms: Some(form.get("terms").parse().unwrap_or(0)),
        return_path: DONE.to_owned(),
        cancel_path: HERE.to_owned(),
    };
    match pay_order(&app, command).await {
        Ok(HowToPay::Card { url }) => Ok(page.redirect(&url)),
        Ok(HowToPay::BankTransfer(_)) => Ok(page.redirect(DONE)),
        Err(PayOrderError::NotOpen) => Ok(page.redirect_with(&Flash::info(PayOrderError::NotOpen.to_string()), DONE)),
        Err(PayOrderError::Unexpected(error)) => Err(error.into()),
        Err(refusal) => {
            let errors = FieldErrors::one("pay", refusal.to_string());
            show(&app, &page, (&order, payer), &errors, StatusCode::CONFLICT).await
        }
    }
}

async fn show(
    app: &App,
    page: &PageContext,
    (order, payer): (&OrderSummary, OrderPayer),
    errors: &FieldErrors,
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let (db, today) = (app.db.reader(), london_date(app.now()));
    let offered = type_version_on(db, order.type_id, today).await?.context("the type of an order is not there")?;
    let takes_transfers = load_identity(db).await?.is_some_and(|identity| identity.takes_bank_transfers());
    let view = PaymentView {
        form: FormView::filled([("pay", ""), ("payer", payer.word())]).with_errors(errors),
        reference: order.reference.clone(),
        type_name: order.type_name.clone(),
        kind: order.kind.label(),
        rights: rights(&offered.version),
        price: order.price.to_string(),
        length: order.length_words(),
        pay_by: long_date(london_date(order.open_until - chrono::Duration::microseconds(1))),
        by_card: app.gateway.is_some(),
        by_bank: takes_transfers,
        terms: terms_shown(db, app.now()).await?,
    };
    page.render_with(status, "join/payment.html", &view)
}
