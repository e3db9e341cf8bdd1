//! Mail about invoices: to the billing contact, never to attendees (INV-6), and to officers when a customer is new.

use sea_orm::ConnectionTrait;
use serde_json::{Value, json};

use super::content::{CreditNoteContent, InvoiceContent};
use super::notice::Notice;
use super::queries;
use super::store::{self, BillingRow, InvoiceRow};
use crate::app::App;
use crate::kernel::short_text::without_full_stop;
use crate::kernel::uk_time::{london_date, long_date};
use crate::kernel::unexpected::Context;
use crate::kernel::{Instant, LinkPurpose, Pence, Unexpected};
use crate::notifications::{NewMessage, outbox, personal_link};
use crate::payments::officers::{Letter, write_to_officers};
use crate::payments::queries::charge_money;
use crate::payments::store as charges;

fn link(billing: &BillingRow) -> Value {
    json!(personal_link(LinkPurpose::Invoice, billing.id, billing.link_generation))
}

fn to_billing_contact(template: &'static str, billing: &BillingRow, data: Value, key: String) -> NewMessage {
    NewMessage {
        template,
        person_id: None,
        to_name: name_of(billing),
        to_address: billing.billing_email.clone(),
        data,
        calendar: None,
        dedupe_key: key,
    }
}

fn name_of(billing: &BillingRow) -> String {
    if billing.contact_name.is_empty() { billing.billing_name.clone() } else { billing.contact_name.clone() }
}

async fn load_billing(db: &impl ConnectionTrait, id: i64) -> Result<BillingRow, Unexpected> {
    store::find_billing(db, id).await?.context("a billing is missing")
}

/// The invoice is there: what is owed, by when, how to pay (INV-3).
pub(super) async fn queue_invoice(
    app: &App,
    tx: &impl ConnectionTrait,
    invoice_id: i64,
    now: Instant,
) -> Result<(), Unexpected> {
    let invoice = queries::load_invoice(tx, invoice_id).await?;
    let billing = load_billing(tx, invoice.billing_id).await?;
    let content: InvoiceContent = serde_json::from_value(invoice.content.clone())?;
    let bank = content.seller.bank.as_ref();
    let data = json!({
        "name": name_of(&billing),
        "number": content.number,
        "description": content.supply_words,
        "total": content.total.to_string(),
        "due": long_date(content.due_on),
        "po_number": content.buyer.po_number.clone().unwrap_or_default(),
        "replaces": content.replaces.clone().unwrap_or_default(),
        "account_name": bank.map(|bank| bank.account_name.clone()).unwrap_or_default(),
        "sort_code": bank.map(|bank| bank.sort_code.clone()).unwrap_or_default(),
        "account_number": bank.map(|bank| bank.account_number.clone()).unwrap_or_default(),
        "link": link(&billing),
    });
    let message = to_billing_contact("invoice_issued", &billing, data, format!("invoice:{invoice_id}"));
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}

/// Part or all of an invoice is no longer asked for.
pub(super) async fn queue_credit_note(
    app: &App,
    tx: &impl ConnectionTrait,
    note_id: i64,
    now: Instant,
) -> Result<(), Unexpected> {
    let note = queries::load_credit_note(tx, note_id).await?;
    let invoice = queries::load_invoice(tx, note.invoice_id).await?;
    let billing = load_billing(tx, invoice.billing_id).await?;
    let content: CreditNoteContent = serde_json::from_value(note.content)?;
    let owed = charge_money(tx, billing.charge_id).await?.outstanding;
    let data = json!({
        "name": name_of(&billing),
        "number": content.number,
        "invoice_number": content.invoice_number,
        "total": content.total.to_string(),
        "reason": without_full_stop(&content.reason),
        "owed": if owed > Pence::ZERO { owed.to_string() } else { String::new() },
        "link": link(&billing),
    });
    let message = to_billing_contact("credit_note_issued", &billing, data, format!("credit-note:{note_id}"));
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}

/// The purchase order is waited for; the pro-forma is there to raise it by (AC-06, INV-10). `which` names the letter. Nothing is
/// sent when the order has come to nothing before its letter was written.
pub(super) async fn queue_order_request(
    app: &App,
    tx: &impl ConnectionTrait,
    (billing_id, which): (i64, &str),
    now: Instant,
) -> Result<(), Unexpected> {
    let Some(billing) = store::find_billing(tx, billing_id).await? else { return Ok(()) };
    let money = charge_money(tx, billing.charge_id).await?;
    let data = json!({
        "name": name_of(&billing),
        "is_again": which != "first",
        "description": billing.supply_words,
        "total": (money.charged - money.credited).to_string(),
        "promised_by": billing.po_promised_by.map(long_date).unwrap_or_default(),
        "is_issued": store::find_current_invoice(tx, billing.id).await?.is_some(),
        "link": link(&billing),
    });
    let key = format!("purchase-order:{billing_id}:{which}");
    let message = to_billing_contact("purchase_order_awaited", &billing, data, key);
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}

/// A notice about an invoice's money (D13, INV-6).
pub(super) async fn queue_reminder(
    app: &App,
    tx: &impl ConnectionTrait,
    (billing, invoice, notice): (&BillingRow, &InvoiceRow, Notice),
    now: Instant,
) -> Result<(), Unexpected> {
    let content: InvoiceContent = serde_json::from_value(invoice.content.clone())?;
    let owed = charge_money(tx, billing.charge_id).await?.outstanding;
    let bank = content.seller.bank.as_ref();
    let data = json!({
        "name": name_of(billing),
        "number": invoice.number,
        "description": content.supply_words,
        "owed": owed.to_string(),
        "due": long_date(invoice.due_on),
        "is_late": notice != Notice::DueIn7,
        "is_last": notice == Notice::Overdue21,
        "days_late": (london_date(now) - invoice.due_on).num_days(),
        "account_name": bank.map(|bank| bank.account_name.clone()).unwrap_or_default(),
        "sort_code": bank.map(|bank| bank.sort_code.clone()).unwrap_or_default(),
        "account_number": bank.map(|bank| bank.account_number.clone()).unwrap_or_default(),
        "link": link(billing),
    });
    let key = format!("invoice-reminder:{}:{}", invoice.id, notice.word());
    let message = to_billing_contact("invoice_reminder", billing, data, key);
    outbox::queue(tx, app.tokens.as_ref(), message, now).await
}

/// Officers hear that places wait for a customer to be approved (INV-1); not when somebody was faster than the letter.
pub(super) async fn queue_customer_to_approve(
    app: &App,
    tx: &impl ConnectionTrait,
    billing_id: i64,
    now: Instant,
) -> Result<(), Unexpected> {
    let waiting = store::find_billing(tx, billing_id).await?.filter(|billing| !billing.is_checked);
    let Some(billing) = waiting else { return Ok(()) };
    let charge = charges::load_charge(tx, billing.charge_id).await?;
    let money = charge_money(tx, billing.charge_id).await?;
    let data = json!({
        "customer": billing.billing_name,
        "customer_id": billing.customer_id,
        "email": billing.billing_email,
        "description": charge.description,
        "total": (money.charged - money.credited).to_string(),
    });
    let letter = Letter { template: "customer_to_approve", key: format!("customer-to-approve:{billing_id}"), data };
    write_to_officers(tx, app.tokens.as_ref(), letter, now).await
}
