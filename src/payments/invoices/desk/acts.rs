//! What officers do to one invoice: issue it, put the purchase order in, credit and issue again, mark it questioned, write it off.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::pages::{blank_form, load, render};
use super::views::account_path;
use crate::app::App;
use crate::audit::Actor;
use crate::kernel::Unexpected;
use crate::kernel::short_text::clean_line;
use crate::payments::invoices::queries::InvoiceAccount;
use crate::payments::invoices::write_off::store::find_waiting;
use crate::payments::invoices::{
    DecideWriteOff, GivePurchaseOrder, GivePurchaseOrderError, IssueInvoice, Issued, MarkDisputed, ReissueError,
    ReissueInvoice, WriteOff, WriteOffError, WrittenOff, decide_write_off, give_purchase_order, issue_invoice,
    mark_disputed, reissue_invoice, write_off,
};
use crate::web::{FieldErrors, Flash, PageContext, PageError, Permitted, Posted, Viewer, may};

/// Longest purchase order number that is read.
pub(in crate::payments) const LONGEST_PO: usize = 40;

/// One field read, or the page again with what is wrong beside it.
enum Read {
    Words(String),
    Again(HttpResponse),
}

async fn read_line(
    app: &App,
    page: &PageContext,
    (account, viewer): (&InvoiceAccount, &Viewer),
    (form, field, longest): (&Posted, &str, usize),
) -> Result<Read, PageError> {
    match clean_line(form.get(field), longest) {
        Ok(words) => Ok(Read::Words(words)),
        Err(error) => {
            let mut filled = blank_form(account);
            filled.set(field, form.get(field));
            let filled = filled.with_errors(&FieldErrors::one(field, error.to_string()));
            Ok(Read::Again(render(app, page, (account, viewer), filled, StatusCode::UNPROCESSABLE_ENTITY).await?))
        }
    }
}

/// What issuing came to, for the officer and, in the same words, for the customer who gave a purchase order.
pub(in crate::payments) fn issued_words(issued: &Issued) -> Flash {
    match issued {
        Issued::Now { number, .. } => Flash::done(format!("Invoice {number} is issued and on its way by email.")),
        Issued::Before { .. } => {
            Flash::done("The purchase order is kept, and copies of the invoice show it as a reference.")
        }
        Issued::WaitsForApproval => Flash::info("Kept. The invoice follows when the customer is approved."),
        Issued::WaitsForPurchaseOrder => Flash::info("The invoice waits for the purchase order."),
        Issued::NothingToInvoice | Issued::NotByInvoice => Flash::info("Nothing is left to invoice."),
    }
}

/// POST: issue it now, with a reason when a purchase order is demanded and missing.
pub async fn create_issue(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    id: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let account = load(&app, &id).await?;
    let lacks_po = account.customer.requires_po && account.billing.po_number.is_none();
    let reason = if lacks_po {
        match read_line(&app, &page, (&account, &officer.viewer), (&form, "issue_reason", 200)).await? {
            Read::Words(words) => Some(words),
            Read::Again(answer) => return Ok(answer),
        }
    } else {
        None
    };
    let (charge_id, now) = (account.billing.charge_id, app.now());
    let ask = IssueInvoice { charge_id, actor: Actor::Person(officer.person_id), without_po: reason.as_deref() };
    let issued = app.db.write_tx(async |tx| issue_invoice(tx, ask, now).await).await;
    let issued: Issued = issued.map_err(|error: Unexpected| PageError::from(error))?;
    Ok(page.redirect_with(&issued_words(&issued), &account_path(account.billing.id)))
}

/// POST: the purchase order has come.
pub async fn create_purchase_order(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    id: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let account = load(&app, &id).await?;
    let read = read_line(&app, &page, (&account, &officer.viewer), (&form, "po_number", LONGEST_PO)).await?;
    let po_number = match read {
        Read::Words(words) => words,
        Read::Again(answer) => return Ok(answer),
    };
    let command =
        GivePurchaseOrder { billing_id: account.billing.id, po_number, actor: Actor::Person(officer.person_id) };
    let flash = match give_purchase_order(&app, &command).await {
        Ok(issued) => issued_words(&issued),
        Err(GivePurchaseOrderError::Unexpected(error)) => return Err(error.into()),
        Err(error) => Flash::problem(error.to_string()),
    };
    Ok(page.redirect_with(&flash, &account_path(account.billing.id)))
}

/// POST: credit it in full and issue it anew.
pub async fn create_reissue(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    id: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let account = load(&app, &id).await?;
    let read = read_line(&app, &page, (&account, &officer.viewer), (&form, "reissue_reason", 200)).await?;
    let reason = match read {
        Read::Words(words) => words,
        Read::Again(answer) => return Ok(answer),
    };
    let command = ReissueInvoice {
        billing_id: account.billing.id,
        po_number: clean_line(form.get("new_po_number"), LONGEST_PO).ok(),
        reason,
        reissued_by: officer.person_id,
    };
    let flash = match reissue_invoice(&app, &command).await {
        Ok(number) => Flash::done(format!("The old invoice is credited, and {number} is issued in its place.")),
        Err(ReissueError::Unexpected(error)) => return Err(error.into()),
        Err(error) => Flash::problem(error.to_string()),
    };
    Ok(page.redirect_with(&flash, &account_path(account.billing.id)))
}

/// POST: the customer questions it, or the question is settled.
pub async fn create_dispute(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    id: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let account = load(&app, &id).await?;
    let is_disputed = form.get("state") == "disputed";
    let mut reason = String::new();
    if is_disputed {
        match read_line(&app, &page, (&account, &officer.viewer), (&form, "dispute_reason", 200)).await? {
            Read::Words(words) => reason = words,
            Read::Again(answer) => return Ok(answer),
        }
    }
    let command = MarkDisputed { billing_id: account.billing.id, is_disputed, reason, marked_by: officer.person_id };
    mark_disputed(&app, &command).await?;
    let words =
        if is_disputed { "Marked as questioned. No reminders go out." } else { "Settled. Reminders go out again." };
    Ok(page.redirect_with(&Flash::done(words), &account_path(account.billing.id)))
}

/// POST: write off what is still owed.
pub async fn create_write_off(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    id: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let account = load(&app, &id).await?;
    let read = read_line(&app, &page, (&account, &officer.viewer), (&form, "write_off_reason", 200)).await?;
    let reason = match read {
        Read::Words(words) => words,
        Read::Again(answer) => return Ok(answer),
    };
    let command = WriteOff { charge_id: account.billing.charge_id, reason, requested_by: officer.person_id };
    let flash = match write_off(&app, &command).await {
        Ok(WrittenOff::Done(amount)) => Flash::done(format!("{amount} is written off.")),
        Ok(WrittenOff::WaitsForSecondPerson(amount)) => {
            Flash::info(format!("{amount} is more than £500, so it waits for a second person."))
        }
        Err(WriteOffError::Unexpected(error)) => return Err(error.into()),
        Err(error) => Flash::problem(error.to_string()),
    };
    Ok(page.redirect_with(&flash, &account_path(account.billing.id)))
}

/// POST: a second person decides on a write-off (D11).
pub async fn create_write_off_decision(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::ApproveRefunds>,
    id: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let account = load(&app, &id).await?;
    let back = account_path(account.billing.id);
    let waiting = find_waiting(app.db.reader(), account.billing.charge_id).await.map_err(Unexpected::from)?;
    let Some(waiting) = waiting else {
        return Ok(page.redirect_with(&Flash::info(WriteOffError::NotWaiting.to_string()), &back));
    };
    let is_approved = match form.get("decision") {
        "approve" => true,
        "refuse" => false,
        _ => return Err(PageError::BadRequest("Choose whether to approve the write-off or to refuse it.".to_owned())),
    };
    let command = DecideWriteOff { write_off_id: waiting.id, is_approved, decided_by: officer.person_id };
    let flash = match decide_write_off(&app, command).await {
        Ok(()) if is_approved => Flash::done("Approved. It is written off."),
        Ok(()) => Flash::done("Refused. The invoice stays as it was."),
        Err(WriteOffError::Unexpected(error)) => return Err(error.into()),
        Err(error) => Flash::problem(error.to_string()),
    };
    Ok(page.redirect_with(&flash, &back))
}
