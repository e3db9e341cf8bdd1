//! What officers do about refunds: a second person decides, somebody sends one again, somebody writes down a transfer.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::forms::{blank_bank_money, read_reason, read_transfer};
use super::pages::{charge_path, render_charge};
use super::queries::find_charge;
use super::show_charge::{transfer_field, withdrawal_field};
use crate::app::App;
use crate::kernel::Pence;
use crate::kernel::short_text::clean_line;
use crate::kernel::uk_time::london_date;
use crate::payments::customers::cash::pages::account_path;
use crate::payments::customers::cash::queries::customers_of_payments;
use crate::payments::refunds::store::{RefundRow, find_by_reference};
use crate::payments::refunds::{
    DecideRefund, DecideRefundError, PayByHand, PayByHandError, WithdrawRefund, WithdrawRefundError, decide_refund,
    pay_by_hand, retry_now, return_what_is_owed, withdraw_refund,
};
use crate::payments::store::{ChargeRow, load_charge};
use crate::web::{FieldErrors, Flash, PageContext, PageError, Permitted, Posted, Viewer, may};

/// A second person approves or refuses.
pub async fn create_approval(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ApproveRefunds>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let (refund, home) = load(&app, &reference).await?;
    let is_approved = match form.get("decision") {
        "approve" => true,
        "refuse" => false,
        _ => return Err(PageError::BadRequest("Choose whether to approve the refund or to refuse it.".to_owned())),
    };
    let decision = DecideRefund {
        refund_id: refund.id(),
        decided_by: officer.person_id,
        is_approved,
        reason: clean_line(form.get("reason"), 200).unwrap_or_default(),
    };
    let flash = match decide_refund(&app, decision).await {
        Ok(()) if is_approved => Flash::done("Approved. The money goes back now."),
        Ok(()) => Flash::done("Refused. The money stays where it was."),
        Err(DecideRefundError::SamePerson) => {
            Flash::problem("You asked for this refund, so somebody else has to decide on it.")
        }
        Err(DecideRefundError::NotWaiting) => Flash::info("Somebody has decided on this refund already."),
        Err(DecideRefundError::Unexpected(error)) => return Err(error.into()),
    };
    Ok(page.redirect_with(&flash, &home.path()))
}

/// Sends a failed refund again now.
pub async fn create_retry(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let (refund, home) = load(&app, &reference).await?;
    let flash = if retry_now(&app, refund.id(), officer.person_id).await? {
        Flash::done("The refund is being sent again.")
    } else {
        Flash::info("This refund is not waiting to be sent again.")
    };
    Ok(page.redirect_with(&flash, &home.path()))
}

/// Writes down that a refund was paid by bank transfer. Only the reference of the transfer is asked for (D13).
pub async fn create_manual_payment(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let (refund, home) = load(&app, &reference).await?;
    let field = transfer_field(&refund.row.reference);
    let bank_reference = match read_transfer(&form, &field) {
        Ok(bank_reference) => bank_reference,
        Err(errors) => return show_again(&app, &page, (&home, &officer.viewer), (&form, &field), &errors).await,
    };
    let command = PayByHand { refund_id: refund.id(), bank_reference, paid_by: officer.person_id };
    let flash = match pay_by_hand(&app, command).await {
        Ok(()) => Flash::done("The transfer is written down, and the refund is closed."),
        Err(PayByHandError::NotWaiting) => Flash::info("This refund is not waiting to be paid by hand."),
        Err(PayByHandError::Disputed) => Flash::problem(
            "The payer’s bank is looking into this payment, so it is not paid by hand now: it could be paid twice. Come back when the bank has decided.",
        ),
        Err(PayByHandError::Unexpected(error)) => return Err(error.into()),
    };
    Ok(page.redirect_with(&flash, &home.path()))
}

/// A refund that failed is not to be paid at all.
pub async fn create_withdrawal(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ApproveRefunds>,
    reference: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let (refund, home) = load(&app, &reference).await?;
    let field = withdrawal_field(&refund.row.reference);
    let reason = match read_reason(&form, &field) {
        Ok(reason) => reason,
        Err(errors) => return show_again(&app, &page, (&home, &officer.viewer), (&form, &field), &errors).await,
    };
    let command = WithdrawRefund { refund_id: refund.id(), reason, withdrawn_by: officer.person_id };
    let flash = match withdraw_refund(&app, command).await {
        Ok(()) => Flash::done("Withdrawn. The money is where it was before the refund was asked for."),
        Err(WithdrawRefundError::NotWaiting) => Flash::info("This refund cannot be withdrawn any more."),
        Err(WithdrawRefundError::Unexpected(error)) => return Err(error.into()),
    };
    Ok(page.redirect_with(&flash, &home.path()))
}

/// Gives back whatever the payer of a charge is owed.
pub async fn create_refund(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let charge = find_charge(app.db.reader(), &reference).await?.ok_or(PageError::NotFound)?;
    let refunds = return_what_is_owed(&app, charge.id, officer.person_id).await?;
    let flash = match refunds.len() {
        0 => Flash::info("Nothing is owed to the payer."),
        _ => Flash::done("Asked for. Look below at what goes back, and how."),
    };
    Ok(page.redirect_with(&flash, &charge_path(&charge.reference)))
}

/// The page that shows a refund.
enum Home {
    /// The charge it belongs to.
    Charge(Box<ChargeRow>),
    /// The account of the customer whose money named no invoice.
    Customer(i64),
}

impl Home {
    fn path(&self) -> String {
        match self {
            Self::Charge(charge) => charge_path(&charge.reference),
            Self::Customer(id) => account_path(*id),
        }
    }
}

/// The charge's page with what was typed into one field of a refund, and what is wrong with it; a customer's account says what is
/// wrong at its top.
async fn show_again(
    app: &App,
    page: &PageContext,
    (home, viewer): (&Home, &Viewer),
    (form, field): (&Posted, &str),
    errors: &FieldErrors,
) -> Result<HttpResponse, PageError> {
    let shown = match home {
        Home::Charge(charge) => (charge.as_ref(), viewer),
        Home::Customer(_) => {
            let words = errors.iter().next().map(|error| error.message.clone()).unwrap_or_default();
            return Ok(page.redirect_with(&Flash::problem(words), &home.path()));
        }
    };
    let mut typed = blank_bank_money(Pence::ZERO, london_date(app.now()));
    typed.set(field, form.get(field));
    let typed = Some(typed.with_errors(errors));
    render_charge(app, page, shown, typed, StatusCode::UNPROCESSABLE_ENTITY).await
}

/// A refund and the page that shows it.
async fn load(app: &App, reference: &str) -> Result<(RefundRow, Home), PageError> {
    let db = app.db.reader();
    let refund = find_by_reference(db, reference).await?.ok_or(PageError::NotFound)?;
    let home = if let Some(id) = refund.row.charge_id {
        Home::Charge(Box::new(load_charge(db, id).await?))
    } else {
        let customers = customers_of_payments(db, &[refund.row.payment_id]).await?;
        Home::Customer(*customers.get(&refund.row.payment_id).ok_or(PageError::NotFound)?)
    };
    Ok((refund, home))
}
