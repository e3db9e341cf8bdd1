//! Credits an invoice in full and issues it anew (AC-04, INV-4): the way to change what an issued invoice says. The charge does not
//! move; the two documents cancel out.

use sea_orm::ConnectionTrait;

use super::content::InvoiceContent;
use super::credit_notes::write_note;
use super::issue_invoice::write_invoice;
use super::letters::{self, Letter};
use super::store::{self, InvoiceRow, NewNoteLine};
use crate::app::App;
use crate::audit::{self, Actor, Entry};
use crate::db::Tx;
use crate::kernel::unexpected::unexpected_from;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::customers::store as customers;
use crate::payments::store as charges;

/// The command.
#[derive(Clone, Debug)]
pub struct ReissueInvoice {
    /// Which billing.
    pub billing_id: i64,
    /// The purchase order that the new one is to show; none keeps what is known.
    pub po_number: Option<String>,
    /// Why; the credit note prints it.
    pub reason: String,
    /// The officer.
    pub reissued_by: i64,
}

/// Why nothing was issued.
#[derive(Debug, thiserror::Error)]
pub enum ReissueError {
    /// No invoice is in force.
    #[error("There is no invoice to take the place of. Issue the first one instead.")]
    NotIssued,
    /// Everything was credited.
    #[error("All of this invoice was credited, so there is nothing to issue again.")]
    NothingLeft,
    /// We failed.
    #[error("{0}")]
    Unexpected(Unexpected),
}

unexpected_from!(ReissueError);

/// Credits what is left of the invoice and issues a new one; gives its number.
pub async fn reissue_invoice(app: &App, command: &ReissueInvoice) -> Result<String, ReissueError> {
    let now = app.now();
    app.db.write_tx(async |tx| reissue_in(tx, command, now).await).await
}

async fn reissue_in(tx: &Tx, command: &ReissueInvoice, now: Instant) -> Result<String, ReissueError> {
    let found = store::find_billing(tx, command.billing_id).await?.ok_or(ReissueError::NotIssued)?;
    charges::lock_charge(tx, found.charge_id).await?;
    let old = store::find_current_invoice(tx, found.id).await?.ok_or(ReissueError::NotIssued)?;
    if let Some(po_number) = &command.po_number {
        store::set_po(tx, found.id, po_number, now).await?;
    }
    let billing = store::find_billing(tx, found.id).await?.ok_or(ReissueError::NotIssued)?;
    let customer = customers::load(tx, billing.customer_id).await?;
    if !credit_what_is_left(tx, (&old, billing.charge_id), &command.reason, now).await?
        || !store::mark_replaced(tx, old.id, now).await?
    {
        return Err(ReissueError::NothingLeft);
    }
    let new = write_invoice(tx, (&billing, &customer), Some(old.number.clone()), now).await?;
    let new = new.ok_or(ReissueError::NothingLeft)?;
    let entry = Entry {
        actor: Actor::Person(command.reissued_by),
        action: "invoice.reissued",
        subject_kind: "invoice",
        subject_id: new.id,
        reason: Some(&command.reason),
        values: None,
    };
    audit::record(tx, entry, now).await?;
    letters::send_later(tx, Letter::Invoice { id: new.id }, now).await?;
    Ok(new.number)
}

/// Credits whatever of an invoice's lines is not credited yet. False when nothing is left.
async fn credit_what_is_left(
    tx: &impl ConnectionTrait,
    (old, charge_id): (&InvoiceRow, i64),
    reason: &str,
    now: Instant,
) -> Result<bool, Unexpected> {
    let invoiced: InvoiceContent = serde_json::from_value(old.content.clone())?;
    let credits = store::credits_after(tx, charge_id, old.last_credit_id).await?;
    let credited = |line_id: i64| -> Pence {
        credits.iter().filter(|credit| credit.charge_line_id == line_id).map(|credit| credit.amount).sum()
    };
    let left: Vec<NewNoteLine> = invoiced
        .lines
        .iter()
        .map(|line| NewNoteLine {
            charge_line_id: line.charge_line_id,
            charge_credit_id: None,
            amount: line.amount - credited(line.charge_line_id),
        })
        .filter(|line| line.amount > Pence::ZERO)
        .collect();
    if left.is_empty() {
        return Ok(false);
    }
    write_note(tx, old, &left, reason, now).await?;
    Ok(true)
}

/// Lines were added to a charge that has an invoice, which does not change (AC-04): what is left of it is credited, and a new one
/// shows all lines. [`add_lines`](crate::payments::add_lines()) calls it.
pub async fn reissue_with_new_lines(
    tx: &impl ConnectionTrait,
    charge_id: i64,
    now: Instant,
) -> Result<Option<String>, Unexpected> {
    let Some(billing) = store::find_billing_of(tx, charge_id).await? else { return Ok(None) };
    let Some(old) = store::find_current_invoice(tx, billing.id).await? else { return Ok(None) };
    let customer = customers::load(tx, billing.customer_id).await?;
    credit_what_is_left(tx, (&old, charge_id), "issued again with another line", now).await?;
    store::mark_replaced(tx, old.id, now).await?;
    let Some(new) = write_invoice(tx, (&billing, &customer), Some(old.number.clone()), now).await? else {
        return Ok(None);
    };
    letters::send_later(tx, Letter::Invoice { id: new.id }, now).await?;
    Ok(Some(new.number))
}
