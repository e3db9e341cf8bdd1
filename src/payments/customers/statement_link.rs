//! `/statements/{token}`: a customer's statement of account by the link in the mail, as a page and as a PDF. Reading it changes
//! nothing.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::queries::{find_customer, statement_lines};
use super::statement::add_up;
use super::store::CustomerRow;
use crate::app::App;
use crate::identity::load_identity;
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::Context;
use crate::kernel::{LinkPurpose, Unexpected};
use crate::payments::documents::{
    DocumentPage, DocumentView, TYPESETS, pdf, pdf_address, pdf_response, statement as statement_document,
};
use crate::payments::invoices::Seller;
use crate::web::{PageContext, PageError};

/// GET the page.
pub async fn show(app: Data<App>, page: PageContext, token: Path<String>) -> Result<HttpResponse, PageError> {
    let customer = open(&app, &token).await?;
    let document = document_of(&app, &customer).await?;
    let pdf = pdf_address(&format!("/statements/{token}/statement"));
    page.render("payments/document.html", &DocumentPage { document, pdf })
}

/// GET the PDF.
pub async fn download(app: Data<App>, token: Path<String>) -> Result<HttpResponse, PageError> {
    let customer = open(&app, &token).await?;
    answer_pdf(&app, &customer).await
}

/// The statement of a customer as a PDF.
pub(super) async fn answer_pdf(app: &App, customer: &CustomerRow) -> Result<HttpResponse, PageError> {
    if !TYPESETS {
        return Err(PageError::NotFound);
    }
    let view = document_of(app, customer).await?;
    Ok(pdf_response(&format!("statement-{}", view.number), pdf(&view).await?))
}

async fn document_of(app: &App, customer: &CustomerRow) -> Result<DocumentView, Unexpected> {
    let (db, today) = (app.db.reader(), london_date(app.now()));
    let identity = load_identity(db).await?.context("the charity's identity is not set up")?;
    let mut buyer = vec![customer.name.clone()];
    buyer.extend(customer.address.lines().map(str::to_owned));
    let statement = add_up(statement_lines(db, customer.id).await?);
    Ok(statement_document(&Seller::of(&identity, today), buyer, &statement, today))
}

/// The token is the authority, for as long as its generation holds (D17).
async fn open(app: &App, token: &str) -> Result<CustomerRow, PageError> {
    let id = app.links.subject(token).ok_or(PageError::NotFound)?;
    let customer = find_customer(app.db.reader(), id).await?.ok_or(PageError::NotFound)?;
    let is_valid = app.links.verify(token, LinkPurpose::Statement, customer.link_generation);
    is_valid.then_some(customer).ok_or(PageError::NotFound)
}
