//! `/admin/customers/{id}/account`: money of a customer that is set against nothing, and what officers do with it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::queries::{cash_of, refunds_without_charge};
use super::views::{CashView, choices, line_view};
use super::{
    AllocateCash, AllocateCashError, GiveBackCash, GiveBackCashError, RecordCash, allocate_cash, give_back_cash,
    record_cash,
};
use crate::app::App;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Pence, Permission};
use crate::payments::customers::queries::find_customer;
use crate::payments::customers::store::CustomerRow;
use crate::payments::desk::forms::{blank_bank_money, read_bank_money, typed_bank_money};
use crate::payments::desk::pages::words_for;
use crate::payments::desk::show_charge::{refund_view, with_refund_fields};
use crate::payments::invoices::queries::list_accounts_of;
use crate::payments::queries::RefundShown;
use crate::payments::record_bank_payment::RecordBankPaymentError;
use crate::payments::refunds::store::load_refund;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Permitted, Posted, Viewer, may};

/// GET the page.
pub async fn show(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ViewMoney>,
    id: Path<String>,
) -> Result<HttpResponse, PageError> {
    let customer = load(&app, &id).await?;
    render(&app, &page, (&customer, &officer.viewer), (None, StatusCode::OK)).await
}

/// POST a transfer that names no invoice.
pub async fn create_payment(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    id: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let customer = load(&app, &id).await?;
    let again = async |errors: &FieldErrors, status| {
        let typed = typed_bank_money(&form).with_errors(errors);
        render(&app, &page, (&customer, &officer.viewer), (Some(typed), status)).await
    };
    let money = match read_bank_money(&form, app.now()) {
        Ok(money) => money,
        Err(errors) => return again(&errors, StatusCode::UNPROCESSABLE_ENTITY).await,
    };
    let command = RecordCash {
        customer_id: customer.id,
        amount: money.amount,
        value_on: money.value_on,
        bank_reference: money.bank_reference,
        recorded_by: officer.person_id,
        idempotency_key: form.get("idempotency_key").to_owned(),
        body_digest: form.digest(),
    };
    match record_cash(&app, &command).await {
        Ok(payment) => {
            let words = format!("{} received is written down as payment {payment}. It is not used yet.", money.amount);
            Ok(page.redirect_with(&Flash::done(words), &account_path(customer.id)))
        }
        Err(RecordBankPaymentError::Unexpected(error)) => Err(error.into()),
        Err(error) => again(&FieldErrors::one("", words_for(&error)), StatusCode::CONFLICT).await,
    }
}

/// POST: set a payment against an invoice.
pub async fn create_allocation(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    id: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let customer = load(&app, &id).await?;
    let command = AllocateCash {
        customer_id: customer.id,
        payment_id: number(&form, "payment")?,
        billing_id: form.get("invoice").parse().unwrap_or_default(),
        allocated_by: officer.person_id,
    };
    let flash = match allocate_cash(&app, command).await {
        Ok(amount) => Flash::done(format!("{amount} is being set against the invoice.")),
        Err(AllocateCashError::Unexpected(error)) => return Err(error.into()),
        Err(error) => Flash::problem(error.to_string()),
    };
    Ok(page.redirect_with(&flash, &account_path(customer.id)))
}

/// POST: give back what is left of a payment.
pub async fn create_refund(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    id: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let customer = load(&app, &id).await?;
    let command =
        GiveBackCash { customer_id: customer.id, payment_id: number(&form, "payment")?, asked_by: officer.person_id };
    let flash = match give_back_cash(&app, command).await {
        Ok(_) => {
            Flash::done("Asked for. Pay it from the bank and write down the reference, below or on the charge’s page.")
        }
        Err(GiveBackCashError::Unexpected(error)) => return Err(error.into()),
        Err(error) => Flash::problem(error.to_string()),
    };
    Ok(page.redirect_with(&flash, &account_path(customer.id)))
}

/// The page of a customer's money.
pub(in crate::payments) fn account_path(customer_id: i64) -> String {
    format!("/admin/customers/{customer_id}/account")
}

fn number(form: &Posted, field: &str) -> Result<i64, PageError> {
    let unreadable =
        |_| PageError::BadRequest("Go back to the customer’s account and choose a payment there.".to_owned());
    form.get(field).parse().map_err(unreadable)
}

async fn load(app: &App, id: &str) -> Result<CustomerRow, PageError> {
    let id = id.parse().map_err(|_| PageError::NotFound)?;
    find_customer(app.db.reader(), id).await?.ok_or(PageError::NotFound)
}

async fn render(
    app: &App,
    page: &PageContext,
    (customer, viewer): (&CustomerRow, &Viewer),
    (typed, status): (Option<FormView>, StatusCode),
) -> Result<HttpResponse, PageError> {
    let (db, today) = (app.db.reader(), london_date(app.now()));
    let cash = cash_of(db, customer.id).await?;
    let mut refunds = Vec::new();
    for refund_id in refunds_without_charge(db, customer.id).await? {
        refunds.push(RefundShown::from(load_refund(db, refund_id).await?));
    }
    let blank = blank_bank_money(Pence::ZERO, today);
    let view = CashView {
        id: customer.id,
        name: customer.name.clone(),
        total: cash.iter().map(|line| line.unused).sum::<Pence>().to_string(),
        lines: cash.into_iter().map(line_view).collect(),
        invoices: choices(&list_accounts_of(db, customer.id).await?),
        form: with_refund_fields(typed.unwrap_or(blank), &refunds),
        refunds: refunds.into_iter().map(|refund| refund_view(refund, viewer, today)).collect(),
        idempotency_key: app.tokens.uuid(),
        may_record: viewer.may(Permission::RecordPayments),
        may_approve: viewer.may(Permission::ApproveRefunds),
    };
    page.render_with(status, "admin/customers/account.html", &view)
}
