//! Invoice, credit note, pro-forma and receipt as documents: one view for the page and for the PDF, so that both say the same.
//! Issued ones are set from their frozen content, the others from the records of the moment.

mod build;
mod build_statement;
mod find;
mod view;

pub(in crate::payments) use build_statement::statement;
pub(in crate::payments) use find::{Document, find_document, receipt_document};
pub(in crate::payments) use view::{DocumentPage, DocumentView};

use actix_web::HttpResponse;
use actix_web::http::header;

use crate::kernel::Unexpected;
use crate::kernel::unexpected::Context;

/// Whether this program was built to typeset.
pub(in crate::payments) const TYPESETS: bool = cfg!(feature = "pdf");

/// Where the PDF of a document's page is; empty when this program was built without the engine, and pages then say how to
/// print to one.
pub(in crate::payments) fn pdf_address(page: &str) -> String {
    if TYPESETS { format!("{page}.pdf") } else { String::new() }
}

/// The document as a PDF (PDF/UA-1), typeset on a thread that may block.
#[cfg(feature = "pdf")]
pub(in crate::payments) async fn pdf(view: &DocumentView) -> Result<Vec<u8>, Unexpected> {
    let values = serde_json::to_value(view)?;
    let set =
        actix_web::web::block(move || typeset::money_document(&values)).await.context("typesetting was broken off")?;
    Ok(set.map_err(Unexpected::from)?.pdf)
}

/// Without the engine there is no PDF; ask [`TYPESETS`] first.
#[cfg(not(feature = "pdf"))]
pub(in crate::payments) async fn pdf(_view: &DocumentView) -> Result<Vec<u8>, Unexpected> {
    Err(Unexpected::because("this program was built without PDF")).context("a document was asked for as PDF")
}

/// The answer that carries a PDF. It is private: never kept by anybody on the way.
pub(in crate::payments) fn pdf_response(file_name: &str, pdf: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/pdf"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{file_name}.pdf\"")))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .body(pdf)
}
