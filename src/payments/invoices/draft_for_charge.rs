//! Writes down how a charge is to be billed: the draft from which a pro-forma is shown and the invoice issued (INV-2, INV-10).

use chrono::{Duration, NaiveDate};
use entity::charge_billing;
use sea_orm::ActiveValue::{NotSet, Set};
use sea_orm::{ActiveModelTrait, ConnectionTrait, IntoActiveModel};

use super::issue_invoice::{IssueInvoice, Issued, issue_invoice};
use super::letters::{self, Letter};
use super::notice::PO_DAYS;
use super::store::{self, BillingRow};
use crate::audit::Actor;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Unexpected};
use crate::payments::customers::{BillingDetails, OpenedCustomer};

/// Keeps the buyer's details for the charge, in the caller's transaction. Asked again, the first ones stay. `customer` says
/// whether staff must look first; [`issue_invoice`](super::issue_invoice()) follows when nothing is waited for.
pub async fn draft_for_charge(
    tx: &impl ConnectionTrait,
    charge_id: i64,
    (customer, details): (OpenedCustomer, &BillingDetails),
    now: Instant,
) -> Result<BillingRow, Unexpected> {
    let lacks_po = details.po_number.is_none();
    let promised = lacks_po && (details.po_to_follow || customer.requires_po);
    let row = charge_billing::ActiveModel {
        charge_id: Set(charge_id),
        customer_id: Set(customer.id),
        billing_name: Set(details.name.clone()),
        billing_address: Set(details.address.clone()),
        billing_email: Set(details.email.clone()),
        contact_name: Set(details.contact_name.clone()),
        buyer_reference: Set(details.buyer_reference.clone()),
        po_number: Set(details.po_number.clone()),
        po_given_at: Set(details.po_number.as_ref().map(|_| now)),
        po_promised_by: Set(promised.then(|| london_date(now) + Duration::days(PO_DAYS))),
        supply_on: Set(details.supply_on),
        supply_words: Set(details.supply_words.clone()),
        is_checked: Set(customer.is_trusted),
        is_disputed: Set(false),
        dispute_reason: Set(String::new()),
        link_generation: Set(1),
        created_at: Set(now),
        ..Default::default()
    };
    store::find_or_insert_billing(tx, row, charge_id).await
}

/// Issues the invoice, or asks the billing contact for the purchase order that it waits for, with the pro-forma (AC-06, INV-10).
pub async fn issue_or_ask(
    tx: &impl ConnectionTrait,
    charge_id: i64,
    actor: Actor,
    now: Instant,
) -> Result<Issued, Unexpected> {
    let issued = issue_invoice(tx, IssueInvoice { charge_id, actor, without_po: None }, now).await?;
    if issued == Issued::WaitsForPurchaseOrder
        && let Some(billing) = store::find_billing_of(tx, charge_id).await?
    {
        letters::send_later(tx, Letter::PurchaseOrder { id: billing.id }, now).await?;
    }
    Ok(issued)
}

/// Puts a new customer, or a new billing address, before staff (INV-1).
pub async fn ask_for_approval(tx: &impl ConnectionTrait, charge_id: i64, now: Instant) -> Result<(), Unexpected> {
    match store::find_billing_of(tx, charge_id).await? {
        Some(billing) => letters::send_later(tx, Letter::CustomerToApprove { id: billing.id }, now).await,
        None => Ok(()),
    }
}

/// A charge takes the place of another: it is billed in the same way, for another supply, and invoiced if the other was.
pub async fn carry_billing_over(
    tx: &impl ConnectionTrait,
    (from, to): (i64, i64),
    (supply_on, supply_words): (Option<NaiveDate>, &str),
    actor: Actor,
    now: Instant,
) -> Result<(), Unexpected> {
    let Some(known) = store::find_billing_of(tx, from).await? else { return Ok(()) };
    let row = charge_billing::ActiveModel {
        id: NotSet,
        charge_id: Set(to),
        supply_on: Set(supply_on),
        supply_words: Set(supply_words.to_owned()),
        is_disputed: Set(false),
        dispute_reason: Set(String::new()),
        link_generation: Set(1),
        created_at: Set(now),
        ..known.into_active_model().reset_all()
    };
    store::find_or_insert_billing(tx, row, to).await?;
    issue_or_ask(tx, to, actor, now).await?;
    Ok(())
}
