//! Which document of an account is asked for, and its words.

use sea_orm::ConnectionTrait;

use super::build;
use super::view::DocumentView;
use crate::identity::load_identity;
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::invoices::queries::{InvoiceAccount, credit_notes_of, invoices_of};
use crate::payments::invoices::{Seller, content_today};
use crate::payments::queries::receipt;
use crate::payments::store::load_charge;

/// A document of one account, by what stands in its address.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::payments) enum Document {
    /// Before the invoice.
    ProForma,
    /// Of money received.
    Receipt,
    /// An invoice or credit note by its number.
    Numbered(String),
}

impl Document {
    /// From the last part of the address, and whether the PDF is asked for.
    pub(in crate::payments) fn parse(word: &str) -> (Self, bool) {
        let (name, is_pdf) = word.strip_suffix(".pdf").map_or((word, false), |name| (name, true));
        let document = match name {
            "pro-forma" => Self::ProForma,
            "receipt" => Self::Receipt,
            number => Self::Numbered(number.to_owned()),
        };
        (document, is_pdf)
    }
}

/// The document's words; none when the account has no such document.
pub(in crate::payments) async fn find_document(
    db: &impl ConnectionTrait,
    account: &InvoiceAccount,
    document: &Document,
    now: Instant,
) -> Result<Option<DocumentView>, Unexpected> {
    match document {
        Document::ProForma if account.invoice.is_some() => Ok(None),
        Document::ProForma => Ok(Some(build::pro_forma(&content_today(db, &account.billing, now).await?))),
        Document::Receipt if account.money.paid <= Pence::ZERO => Ok(None),
        Document::Receipt => Ok(Some(receipt_document(db, account.charge.id).await?)),
        Document::Numbered(number) => numbered(db, account, number).await,
    }
}

/// The receipt of any charge.
pub(in crate::payments) async fn receipt_document(
    db: &impl ConnectionTrait,
    charge_id: i64,
) -> Result<DocumentView, Unexpected> {
    let identity = load_identity(db).await?.context("the charity's identity is not set up")?;
    let raised_on = london_date(load_charge(db, charge_id).await?.raised_at);
    Ok(build::receipt(&Seller::of(&identity, raised_on), &receipt(db, charge_id).await?))
}

async fn numbered(
    db: &impl ConnectionTrait,
    account: &InvoiceAccount,
    number: &str,
) -> Result<Option<DocumentView>, Unexpected> {
    let invoices = invoices_of(db, &[account.billing.id]).await?;
    if let Some(invoice) = invoices.iter().find(|invoice| invoice.number == number) {
        let late_po = account.billing.po_number.as_deref().filter(|_| !invoice.shows_po);
        return Ok(Some(build::invoice(&serde_json::from_value(invoice.content.clone())?, late_po)));
    }
    let ids: Vec<i64> = invoices.iter().map(|invoice| invoice.id).collect();
    let notes = credit_notes_of(db, &ids).await?;
    match notes.into_iter().find(|note| note.number == number) {
        Some(note) => Ok(Some(build::credit_note(&serde_json::from_value(note.content)?))),
        None => Ok(None),
    }
}
