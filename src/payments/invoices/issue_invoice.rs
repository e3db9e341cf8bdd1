//! Issues the invoice of a charge (AC-03, AC-04): number and frozen content in the caller's transaction, the letter by a job.

use entity::{customer, invoice};
use sea_orm::ActiveValue::Set;
use sea_orm::ConnectionTrait;

use super::content::{Buyer, ContentLine, InvoiceContent, Seller, address_lines};
use super::due_date::due_on;
use super::letters::{self, Letter};
use super::number::Series;
use super::store::{self, BillingRow, Credit, InvoiceRow};
use crate::audit::{self, Actor, Entry};
use crate::identity::{CharityIdentity, load_identity};
use crate::kernel::uk_time::london_date;
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, Pence, Unexpected};
use crate::payments::VatTreatment;
use crate::payments::customers::store as customers;
use crate::payments::store as charges;
use crate::payments::vat::LineVat;

/// The command.
#[derive(Clone, Copy, Debug)]
pub struct IssueInvoice<'a> {
    /// Which charge.
    pub charge_id: i64,
    /// For the audit.
    pub actor: Actor,
    /// An officer's reason to issue although the customer demands a purchase order that has not come.
    pub without_po: Option<&'a str>,
}

/// What became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Issued {
    /// Now.
    Now {
        /// The invoice's row.
        invoice_id: i64,
        /// Its number.
        number: String,
    },
    /// Before; nothing has changed.
    Before {
        /// Its number.
        number: String,
    },
    /// Staff must approve the customer first (INV-1).
    WaitsForApproval,
    /// The customer's purchase order must come first (AC-06).
    WaitsForPurchaseOrder,
    /// Everything was credited, or it was free.
    NothingToInvoice,
    /// Nobody said that this charge is to be invoiced.
    NotByInvoice,
}

/// Issues the invoice of any charge that has a draft, once. The charge is locked first and the number taken last.
pub async fn issue_invoice(
    tx: &impl ConnectionTrait,
    ask: IssueInvoice<'_>,
    now: Instant,
) -> Result<Issued, Unexpected> {
    charges::lock_charge(tx, ask.charge_id).await?;
    let Some(billing) = store::find_billing_of(tx, ask.charge_id).await? else { return Ok(Issued::NotByInvoice) };
    if let Some(known) = store::find_current_invoice(tx, billing.id).await? {
        return Ok(Issued::Before { number: known.number });
    }
    let customer = customers::load(tx, billing.customer_id).await?;
    if !billing.is_checked {
        return Ok(Issued::WaitsForApproval);
    }
    if customer.requires_po && billing.po_number.is_none() && ask.without_po.is_none() {
        return Ok(Issued::WaitsForPurchaseOrder);
    }
    let written = write_invoice(tx, (&billing, &customer), None, now).await?;
    let Some(written) = written else { return Ok(Issued::NothingToInvoice) };
    let entry = Entry {
        actor: ask.actor,
        action: "invoice.issued",
        subject_kind: "invoice",
        subject_id: written.id,
        reason: ask.without_po,
        values: None,
    };
    audit::record(tx, entry, now).await?;
    letters::send_later(tx, Letter::Invoice { id: written.id }, now).await?;
    Ok(Issued::Now { invoice_id: written.id, number: written.number })
}

/// Writes the invoice of what the charge comes to now; none when that is nothing.
pub(super) async fn write_invoice(
    tx: &impl ConnectionTrait,
    (billing, customer): (&BillingRow, &customer::Model),
    replaces: Option<String>,
    now: Instant,
) -> Result<Option<InvoiceRow>, Unexpected> {
    let identity = load_identity(tx).await?.context("the charity's identity is not set up")?;
    let credits = store::credits_after(tx, billing.charge_id, 0).await?;
    let mut content = invoice_content(tx, (billing, customer.terms_days), (&identity, &credits), now).await?;
    if content.total <= Pence::ZERO {
        return Ok(None);
    }
    content.replaces = replaces;
    content.number = store::next_number(tx, Series::Invoice, (&identity.short_name, content.issued_on)).await?;
    let row = invoice::ActiveModel {
        number: Set(content.number.clone()),
        billing_id: Set(billing.id),
        issued_at: Set(now),
        issued_on: Set(content.issued_on),
        due_on: Set(content.due_on),
        total_pence: Set(content.total.get()),
        shows_po: Set(billing.po_number.is_some()),
        last_credit_id: Set(credits.last().map_or(0, |credit| credit.id)),
        content: Set(serde_json::to_value(&content)?),
        ..Default::default()
    };
    Ok(Some(store::insert_invoice(tx, row).await?))
}

/// What the invoice would say today: a pro-forma, until it has a number (INV-10).
pub(in crate::payments) async fn content_today(
    db: &impl ConnectionTrait,
    billing: &BillingRow,
    now: Instant,
) -> Result<InvoiceContent, Unexpected> {
    let identity = load_identity(db).await?.context("the charity's identity is not set up")?;
    let customer = customers::load(db, billing.customer_id).await?;
    let credits = store::credits_after(db, billing.charge_id, 0).await?;
    invoice_content(db, (billing, customer.terms_days), (&identity, &credits), now).await
}

async fn invoice_content(
    db: &impl ConnectionTrait,
    (billing, terms_days): (&BillingRow, i32),
    (identity, credits): (&CharityIdentity, &[Credit]),
    now: Instant,
) -> Result<InvoiceContent, Unexpected> {
    let charge = charges::load_charge(db, billing.charge_id).await?;
    let credited = |line_id: i64| -> Pence {
        credits.iter().filter(|credit| credit.charge_line_id == line_id).map(|credit| credit.amount).sum()
    };
    let issued_on = london_date(now);
    let seller = Seller::of(identity, issued_on);
    let line = |line: charges::LineRow| {
        let (list_price, amount) =
            (Pence::new(line.list_price_pence), Pence::new(line.price_pence) - credited(line.id));
        let treatment = VatTreatment::parse(&line.vat_treatment).unwrap_or(VatTreatment::OutsideScope);
        ContentLine {
            charge_line_id: line.id,
            description: line.description,
            list_price,
            discount: list_price - amount,
            amount,
            vat: seller.is_vat_registered.then(|| LineVat::on(treatment, amount, issued_on)),
        }
    };
    let lines: Vec<ContentLine> =
        charges::list_lines(db, billing.charge_id).await?.into_iter().map(line).filter(is_shown(credits)).collect();
    Ok(InvoiceContent {
        number: String::new(),
        issued_on,
        due_on: due_on(issued_on, terms_days),
        terms_days,
        seller,
        buyer: Buyer {
            name: billing.billing_name.clone(),
            address: address_lines(&billing.billing_address),
            email: billing.billing_email.clone(),
            contact_name: billing.contact_name.clone(),
            reference: billing.buyer_reference.clone(),
            po_number: billing.po_number.clone(),
        },
        supply_on: billing.supply_on,
        supply_words: billing.supply_words.clone(),
        description: charge.description,
        charge_reference: charge.reference,
        total: lines.iter().map(|line| line.amount).sum(),
        lines,
        replaces: None,
    })
}

/// A free place is shown as such (AC-16); one that was cancelled before the invoice is not on it at all.
fn is_shown(credits: &[Credit]) -> impl Fn(&ContentLine) -> bool {
    |line| line.amount > Pence::ZERO || !credits.iter().any(|credit| credit.charge_line_id == line.charge_line_id)
}
