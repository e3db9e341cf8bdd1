//! The documents of one invoice: their list, and each as a page or a PDF.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::pages::load;
use super::views::{DocumentRow, account_path};
use crate::app::App;
use crate::kernel::{Pence, Unexpected};
use crate::payments::documents::{Document, DocumentPage, TYPESETS, find_document, pdf, pdf_address, pdf_response};
use crate::payments::invoices::queries::{InvoiceAccount, credit_notes_of, invoices_of};
use crate::web::{Flash, PageContext, PageError, Permitted, may};

/// GET a document of it, as a page or a PDF.
pub async fn show_document(
    app: Data<App>,
    page: PageContext,
    _officer: Permitted<may::ViewMoney>,
    path: Path<(String, String)>,
) -> Result<HttpResponse, PageError> {
    let (id, word) = path.into_inner();
    let account = load(&app, &id).await?;
    answer_document(&app, &page, &account, &word).await
}

/// The document of an account that `word` names.
pub(in crate::payments) async fn answer_document(
    app: &App,
    page: &PageContext,
    account: &InvoiceAccount,
    word: &str,
) -> Result<HttpResponse, PageError> {
    let (document, is_pdf) = Document::parse(word);
    if is_pdf && !TYPESETS {
        let words =
            "This site makes no PDF files. Print this page, or save it as a PDF from your browser’s print window.";
        return Ok(page.redirect_with(&Flash::info(words), page.path.trim_end_matches(".pdf")));
    }
    let view = find_document(app.db.reader(), account, &document, app.now()).await?.ok_or(PageError::NotFound)?;
    if is_pdf {
        let name = format!("{}-{}", view.kind.to_lowercase().replace(' ', "-"), view.number);
        return Ok(pdf_response(&name, pdf(&view).await?));
    }
    let pdf = pdf_address(&page.path);
    page.render("payments/document.html", &DocumentPage { document: view, pdf })
}

pub(super) async fn documents_of(app: &App, account: &InvoiceAccount) -> Result<Vec<DocumentRow>, Unexpected> {
    let base = format!("{}/documents", account_path(account.billing.id));
    list_documents(app, account, &base).await
}

/// The documents of an account with their addresses below `base`, for both pages that list them.
pub(in crate::payments) async fn list_documents(
    app: &App,
    account: &InvoiceAccount,
    base: &str,
) -> Result<Vec<DocumentRow>, Unexpected> {
    let db = app.db.reader();
    let row = |label: String, detail: String, word: &str| {
        let href = format!("{base}/{word}");
        DocumentRow { label, detail, pdf: pdf_address(&href), href }
    };
    let invoices = invoices_of(db, &[account.billing.id]).await?;
    let mut rows = Vec::new();
    if account.invoice.is_none() {
        rows.push(row("Pro-forma".to_owned(), "not an invoice".to_owned(), "pro-forma"));
    }
    for invoice in &invoices {
        let detail = if invoice.replaced_at.is_some() { "credited and issued again" } else { "in force" };
        rows.push(row(format!("Invoice {}", invoice.number), detail.to_owned(), &invoice.number));
    }
    let ids: Vec<i64> = invoices.iter().map(|invoice| invoice.id).collect();
    for note in credit_notes_of(db, &ids).await? {
        rows.push(row(format!("Credit note {}", note.number), Pence::new(note.total_pence).to_string(), &note.number));
    }
    if account.money.paid > Pence::ZERO {
        rows.push(row("Receipt".to_owned(), "what was paid so far".to_owned(), "receipt"));
    }
    Ok(rows)
}
