//! `/account/receipts` and `/account/receipts/{reference}`.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::queries::{OwnCharge, find_own_charge, paid_charges};
use crate::app::App;
use crate::kernel::Pence;
use crate::kernel::uk_time::{london_date, long_date};
use crate::payments::documents::{TYPESETS, pdf, pdf_address, pdf_response, receipt_document};
use crate::payments::queries;
use crate::payments::receipt::Receipt;
use crate::web::{PageContext, PageError, SignedIn};

#[derive(Serialize)]
struct ListPage {
    receipts: Vec<LineView>,
}

#[derive(Serialize)]
struct LineView {
    href: String,
    reference: String,
    description: String,
    on: String,
    paid: String,
    /// "" when nothing went back.
    refunded: String,
}

impl From<OwnCharge> for LineView {
    fn from(charge: OwnCharge) -> Self {
        let refunded = if charge.refunded > Pence::ZERO { charge.refunded.to_string() } else { String::new() };
        Self {
            href: format!("/account/receipts/{}", charge.reference),
            reference: charge.reference,
            description: charge.description,
            on: long_date(london_date(charge.raised_at)),
            paid: charge.paid.to_string(),
            refunded,
        }
    }
}

#[derive(Serialize)]
struct ReceiptPage {
    receipt: Receipt,
    /// Where its PDF is, or empty.
    pdf: String,
}

/// GET `/account/receipts`.
pub async fn list_own(app: Data<App>, page: PageContext, me: SignedIn) -> Result<HttpResponse, PageError> {
    let charges = paid_charges(app.db.reader(), me.person_id).await?;
    page.render("payments/own_receipts.html", &ListPage { receipts: charges.into_iter().map(Into::into).collect() })
}

/// GET `/account/receipts/{reference}`.
pub async fn show_own(
    app: Data<App>,
    page: PageContext,
    me: SignedIn,
    reference: Path<String>,
) -> Result<HttpResponse, PageError> {
    let found = find_own_charge(app.db.reader(), me.person_id, &reference).await?;
    let receipt = queries::receipt(app.db.reader(), found.ok_or(PageError::NotFound)?).await?;
    let pdf = pdf_address(&format!("/account/receipts/{reference}/receipt"));
    page.render("payments/own_receipt.html", &ReceiptPage { receipt, pdf })
}

/// GET `/account/receipts/{reference}/receipt.pdf`.
pub async fn download_own(app: Data<App>, me: SignedIn, reference: Path<String>) -> Result<HttpResponse, PageError> {
    let found = find_own_charge(app.db.reader(), me.person_id, &reference).await?.filter(|_| TYPESETS);
    let found = found.ok_or(PageError::NotFound)?;
    let view = receipt_document(app.db.reader(), found).await?;
    Ok(pdf_response(&format!("receipt-{}", view.number), pdf(&view).await?))
}
