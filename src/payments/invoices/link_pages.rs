//! `/invoices/{token}`: the customer's page of one invoice, by the link in the mail: how it stands, its documents, and the field for
//! the purchase order. Reading it changes nothing.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::desk::acts::{LONGEST_PO, issued_words};
use super::desk::documents::{answer_document, list_documents};
use super::desk::views::DocumentRow;
use super::give_purchase_order::{GivePurchaseOrder, GivePurchaseOrderError, give_purchase_order};
use super::queries::{InvoiceAccount, find_account};
use super::standing::InvoiceStanding;
use crate::app::App;
use crate::audit::Actor;
use crate::kernel::short_text::clean_line;
use crate::kernel::uk_time::long_date;
use crate::kernel::{LinkPurpose, Pence};
use crate::payments::desk::views::TagView;
use crate::web::{FieldErrors, Flash, FormView, PageContext, PageError, Posted};

#[derive(Serialize)]
struct InvoicePage {
    base: String,
    heading: String,
    description: String,
    customer: String,
    tag: TagView,
    total: String,
    paid: String,
    owed: String,
    due: String,
    po_number: String,
    takes_po: bool,
    waits_for_po: bool,
    waits_for_approval: bool,
    promised_by: String,
    documents: Vec<DocumentRow>,
    form: FormView,
}

/// GET the page.
pub async fn show(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    let account = open(&app, &token).await?;
    render(&app, &page, (&account, &token), blank(&account), StatusCode::OK).await
}

/// GET a document, as a page or a PDF.
pub async fn show_document(
    app: Data<App>,
    page: PageContext,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (token, word) = path.into_inner();
    let account = open(&app, &token).await?;
    answer_document(&app, &page, &account, &word).await
}

/// POST the purchase order (INV-2).
pub async fn create_purchase_order(
    app: Data<App>,
    page: PageContext,
    token: Path<String>,
    form: Posted,
) -> Result<HttpResponse, PageError> {
    let account = open(&app, &token).await?;
    let po_number = match clean_line(form.get("po_number"), LONGEST_PO) {
        Ok(po_number) => po_number,
        Err(error) => {
            let typed = FormView::filled([("po_number", form.get("po_number"))]);
            let typed = typed.with_errors(&FieldErrors::one("po_number", error.to_string()));
            return render(&app, &page, (&account, &token), typed, StatusCode::UNPROCESSABLE_ENTITY).await;
        }
    };
    let command = GivePurchaseOrder { billing_id: account.billing.id, po_number, actor: Actor::Link };
    let flash = match give_purchase_order(&app, &command).await {
        Ok(issued) => issued_words(&issued),
        Err(GivePurchaseOrderError::Unexpected(error)) => return Err(error.into()),
        Err(error) => Flash::problem(error.to_string()),
    };
    Ok(page.redirect_with(&flash, &format!("/invoices/{token}")))
}

/// The token is the authority, for as long as its generation holds (D17).
async fn open(app: &App, token: &str) -> Result<InvoiceAccount, PageError> {
    let id = app.links.subject(token).ok_or(PageError::NotFound)?;
    let account = find_account(app.db.reader(), id).await?.ok_or(PageError::NotFound)?;
    let is_valid = app.links.verify(token, LinkPurpose::Invoice, account.billing.link_generation);
    is_valid.then_some(account).ok_or(PageError::NotFound)
}

fn blank(account: &InvoiceAccount) -> FormView {
    FormView::filled([("po_number", account.billing.po_number.clone().unwrap_or_default())])
}

async fn render(
    app: &App,
    page: &PageContext,
    (account, token): (&InvoiceAccount, &str),
    form: FormView,
    status: StatusCode,
) -> Result<HttpResponse, PageError> {
    let base = format!("/invoices/{token}");
    let standing = account.standing(app.now());
    let (label, kind) = standing.tag();
    let money = &account.money;
    let documents = list_documents(app, account, &format!("{base}/documents")).await?;
    let unless_none = |amount: Pence| if amount > Pence::ZERO { amount.to_string() } else { String::new() };
    let invoice = account.invoice.as_ref();
    let billing = &account.billing;
    let view = InvoicePage {
        heading: invoice.map_or("Your invoice".to_owned(), |invoice| format!("Invoice {}", invoice.number)),
        description: account.charge.description.clone(),
        customer: billing.billing_name.clone(),
        tag: TagView { label, kind },
        total: account.net().to_string(),
        paid: unless_none(money.paid - money.refunded),
        owed: unless_none(money.outstanding),
        due: invoice.map(|invoice| long_date(invoice.due_on)).unwrap_or_default(),
        po_number: billing.po_number.clone().unwrap_or_default(),
        takes_po: !invoice.is_some_and(|invoice| invoice.shows_po) && standing != InvoiceStanding::Credited,
        waits_for_po: standing == InvoiceStanding::WaitsForPurchaseOrder,
        waits_for_approval: standing == InvoiceStanding::WaitsForApproval,
        promised_by: billing.po_promised_by.filter(|_| billing.po_number.is_none()).map(long_date).unwrap_or_default(),
        documents,
        form,
        base,
    };
    page.render_with(status, "payments/invoice.html", &view)
}
