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

/// Longest reason that is read.
const LONGEST_REASON: usize = 200;

/// What an officer sends to one invoice.
struct Sent<'a> {
    app: &'a App,
    page: &'a PageContext,
    viewer: &'a Viewer,
    id: &'a str,
    form: &'a Posted,
}

impl Sent<'_> {
    /// Finds the invoice, reads the one line that the act needs, if it needs any, acts, and leads back with what was said. A line
    /// that is wrong shows the page again, with a sentence beside its field.
    async fn act(
        self,
        needs: impl FnOnce(&InvoiceAccount) -> Option<(&'static str, usize)>,
        act: impl AsyncFnOnce(&InvoiceAccount, String) -> Result<Flash, PageError>,
    ) -> Result<HttpResponse, PageError> {
        let Self { app, page, viewer, id, form } = self;
        let account = load(app, id).await?;
        let line = match needs(&account) {
            None => String::new(),
            Some((field, longest)) => match clean_line(form.get(field), longest) {
                Ok(line) => line,
                Err(error) => {
                    let mut filled = blank_form(&account);
                    filled.set(field, form.get(field));
                    let filled = filled.with_errors(&FieldErrors::one(field, error.to_string()));
                    return render(app, page, (&account, viewer), filled, StatusCode::UNPROCESSABLE_ENTITY).await;
                }
            },
        };
        let flash = act(&account, line).await?;
        Ok(page.redirect_with(&flash, &account_path(account.billing.id)))
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
    let lacks_po = |account: &InvoiceAccount| account.customer.requires_po && account.billing.po_number.is_none();
    let sent = Sent { app: &app, page: &page, viewer: &officer.viewer, id: &id, form: &form };
    let needs = |account: &InvoiceAccount| lacks_po(account).then_some(("issue_reason", LONGEST_REASON));
    sent.act(needs, async |account, reason| {
        let (charge_id, now) = (account.billing.charge_id, app.now());
        let without_po = lacks_po(account).then_some(reason.as_str());
        let ask = IssueInvoice { charge_id, actor: Actor::Person(officer.person_id), without_po };
        let issued: Result<Issued, Unexpected> = app.db.write_tx(async |tx| issue_invoice(tx, ask, now).await).await;
        Ok(issued_words(&issued?))
    })
    .await
}

/// POST: the purchase order has come.
pub async fn create_purchase_order(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    id: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let sent = Sent { app: &app, page: &page, viewer: &officer.viewer, id: &id, form: &form };
    sent.act(
        |_| Some(("po_number", LONGEST_PO)),
        async |account, po_number| {
            let actor = Actor::Person(officer.person_id);
            match give_purchase_order(&app, &GivePurchaseOrder { billing_id: account.billing.id, po_number, actor })
                .await
            {
                Ok(issued) => Ok(issued_words(&issued)),
                Err(GivePurchaseOrderError::Unexpected(error)) => Err(error.into()),
                Err(error) => Ok(Flash::problem(error.to_string())),
            }
        },
    )
    .await
}

/// POST: credit it in full and issue it anew.
pub async fn create_reissue(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    id: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let sent = Sent { app: &app, page: &page, viewer: &officer.viewer, id: &id, form: &form };
    sent.act(
        |_| Some(("reissue_reason", LONGEST_REASON)),
        async |account, reason| {
            let po_number = clean_line(form.get("new_po_number"), LONGEST_PO).ok();
            let billing_id = account.billing.id;
            let command = ReissueInvoice { billing_id, po_number, reason, reissued_by: officer.person_id };
            match reissue_invoice(&app, &command).await {
                Ok(number) => {
                    Ok(Flash::done(format!("The old invoice is credited, and {number} is issued in its place.")))
                }
                Err(ReissueError::Unexpected(error)) => Err(error.into()),
                Err(error) => Ok(Flash::problem(error.to_string())),
            }
        },
    )
    .await
}

/// POST: the customer questions it, or the question is settled.
pub async fn create_dispute(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    id: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let is_disputed = form.get("state") == "disputed";
    let sent = Sent { app: &app, page: &page, viewer: &officer.viewer, id: &id, form: &form };
    sent.act(
        |_| is_disputed.then_some(("dispute_reason", LONGEST_REASON)),
        async |account, reason| {
            let (billing_id, marked_by) = (account.billing.id, officer.person_id);
            mark_disputed(&app, &MarkDisputed { billing_id, is_disputed, reason, marked_by }).await?;
            let words = "Marked as questioned. No reminders go out.";
            Ok(Flash::done(if is_disputed { words } else { "Settled. Reminders go out again." }))
        },
    )
    .await
}

/// POST: write off what is still owed.
pub async fn create_write_off(
    app: Data<App>,
    page: PageContext,
    officer: Permitted<may::RecordPayments>,
    id: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let sent = Sent { app: &app, page: &page, viewer: &officer.viewer, id: &id, form: &form };
    sent.act(
        |_| Some(("write_off_reason", LONGEST_REASON)),
        async |account, reason| {
            let (charge_id, requested_by) = (account.billing.charge_id, officer.person_id);
            match write_off(&app, &WriteOff { charge_id, reason, requested_by }).await {
                Ok(WrittenOff::Done(amount)) => Ok(Flash::done(format!("{amount} is written off."))),
                Ok(WrittenOff::WaitsForSecondPerson(amount)) => {
                    Ok(Flash::info(format!("{amount} is more than £500, so it waits for a second person.")))
                }
                Err(WriteOffError::Unexpected(error)) => Err(error.into()),
                Err(error) => Ok(Flash::problem(error.to_string())),
            }
        },
    )
    .await
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
