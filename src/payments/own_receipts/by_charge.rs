//! The receipt of one charge for somebody whom its seller has let in, such as the guest who holds a booking's link: as a page and as
//! a PDF. A charge that nobody paid has none.

use actix_web::HttpResponse;

use crate::app::App;
use crate::kernel::Pence;
use crate::payments::documents::{
    DocumentPage, DocumentView, TYPESETS, pdf, pdf_address, pdf_response, receipt_document,
};
use crate::payments::queries::charge_money;
use crate::web::{PageContext, PageError};

/// The page; `address` is where it is shown.
pub async fn show_receipt(
    app: &App,
    page: &PageContext,
    charge_id: i64,
    address: &str,
) -> Result<HttpResponse, PageError> {
    let document = document_of(app, charge_id).await?;
    page.render("payments/document.html", &DocumentPage { document, pdf: pdf_address(address) })
}

/// The PDF.
pub async fn download_receipt(app: &App, charge_id: i64) -> Result<HttpResponse, PageError> {
    if !TYPESETS {
        return Err(PageError::NotFound);
    }
    let document = document_of(app, charge_id).await?;
    Ok(pdf_response(&format!("receipt-{}", document.number), pdf(&document).await?))
}

async fn document_of(app: &App, charge_id: i64) -> Result<DocumentView, PageError> {
    let db = app.db.reader();
    if charge_money(db, charge_id).await?.paid <= Pence::ZERO {
        return Err(PageError::NotFound);
    }
    Ok(receipt_document(db, charge_id).await?)
}
