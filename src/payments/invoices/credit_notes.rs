//! Credit notes (AC-04, INV-5): every credit of a charge that has an invoice stands on one, made in the transaction of the credit.

use std::collections::BTreeMap;

use entity::credit_note;
use sea_orm::ActiveValue::Set;
use sea_orm::ConnectionTrait;

use super::content::{ContentLine, CreditNoteContent, InvoiceContent, Seller};
use super::letters::{self, Letter};
use super::number::Series;
use super::store::{self, InvoiceRow, NewNoteLine};
use crate::identity::load_identity;
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};

/// Makes one credit note of every credit of the charge since its invoice that stands on none yet, in the caller's transaction,
/// and gives its number. None without an invoice, or when nothing is new. [`credit_lines`](crate::payments::credit_lines())
/// calls it, so that whoever credits a line has made the note.
pub async fn credit_notes_for(
    tx: &impl ConnectionTrait,
    charge_id: i64,
    reason: &str,
    now: Instant,
) -> Result<Option<String>, Unexpected> {
    let Some(billing) = store::find_billing_of(tx, charge_id).await? else { return Ok(None) };
    let Some(invoice) = store::find_current_invoice(tx, billing.id).await? else { return Ok(None) };
    let mut credits = store::credits_after(tx, charge_id, invoice.last_credit_id).await?;
    let ids: Vec<i64> = credits.iter().map(|credit| credit.id).collect();
    let noted = store::credits_noted(tx, &ids).await?;
    credits.retain(|credit| !noted.contains(&credit.id));
    if credits.is_empty() {
        return Ok(None);
    }
    let lines: Vec<NewNoteLine> = credits
        .iter()
        .map(|credit| NewNoteLine {
            charge_line_id: credit.charge_line_id,
            charge_credit_id: Some(credit.id),
            amount: credit.amount,
        })
        .collect();
    let (id, number) = write_note(tx, &invoice, &lines, reason, now).await?;
    letters::send_later(tx, Letter::CreditNote { id }, now).await?;
    Ok(Some(number))
}

/// Writes a credit note of these lines against an invoice.
pub(super) async fn write_note(
    tx: &impl ConnectionTrait,
    invoice: &InvoiceRow,
    lines: &[NewNoteLine],
    reason: &str,
    now: Instant,
) -> Result<(i64, String), Unexpected> {
    let identity = load_identity(tx).await?.context("the charity's identity is not set up")?;
    let invoiced: InvoiceContent = serde_json::from_value(invoice.content.clone())?;
    let mut noted = store::noted_of_lines(tx, invoice.id).await?;
    let issued_on = london_date(now);
    let number = store::next_number(tx, Series::CreditNote, (&identity.short_name, issued_on)).await?;
    let content = CreditNoteContent {
        number: number.clone(),
        issued_on,
        invoice_number: invoice.number.clone(),
        invoice_issued_on: invoice.issued_on,
        reason: reason.to_owned(),
        // A credit stands to VAT as the invoice did that it credits.
        seller: Seller::of(&identity, invoice.issued_on),
        buyer: invoiced.buyer,
        lines: lines.iter().map(|line| note_line(line, &invoiced.lines, &mut noted)).collect(),
        total: lines.iter().map(|line| line.amount).sum(),
    };
    let row = credit_note::ActiveModel {
        number: Set(number.clone()),
        invoice_id: Set(invoice.id),
        reason: Set(reason.to_owned()),
        issued_at: Set(now),
        issued_on: Set(issued_on),
        total_pence: Set(content.total.get()),
        content: Set(serde_json::to_value(&content)?),
        ..Default::default()
    };
    Ok((store::insert_credit_note(tx, row, lines).await?, number))
}

/// One line of a note; `noted` is what stands on notes of the invoice before it, and takes it up.
fn note_line(line: &NewNoteLine, invoiced: &[ContentLine], noted: &mut BTreeMap<i64, Pence>) -> ContentLine {
    let known = invoiced.iter().find(|known| known.charge_line_id == line.charge_line_id);
    let before = noted.entry(line.charge_line_id).or_default();
    let left = known.map_or(Pence::ZERO, |known| known.amount) - *before;
    *before += line.amount;
    ContentLine {
        charge_line_id: line.charge_line_id,
        description: known.map(|known| known.description.clone()).unwrap_or_default(),
        list_price: line.amount,
        discount: Pence::ZERO,
        amount: line.amount,
        vat: known.and_then(|known| known.vat).map(|vat| vat.of_credit(line.amount, left)),
    }
}
