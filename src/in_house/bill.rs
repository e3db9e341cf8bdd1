//! The invoice of accepted training (INH-4): a draft with the acceptance, so that the authority has a pro-forma for its purchase
//! order; its number when an officer issues it.

use entity::in_house_enquiry;

use super::forms::TypedAcceptance;
use super::queries::QuoteRecord;
use crate::app::App;
use crate::audit::Actor;
use crate::db::Tx;
use crate::kernel::uk_time::london_date;
use crate::kernel::{Instant, Unexpected};
use crate::members::employers::find_or_propose;
use crate::payments::customers::{BillingDetails, open_customer};
use crate::payments::invoices::{self, IssueInvoice, Issued};

/// Keeps how the charge is to be billed; a customer we do not know is put before staff.
pub(super) async fn draft_invoice(
    app: &App,
    tx: &Tx,
    (enquiry, quote): (&in_house_enquiry::Model, &QuoteRecord),
    (charge_id, typed): (i64, &TypedAcceptance),
    now: Instant,
) -> Result<(), Unexpected> {
    if quote.content.total().is_zero() {
        return Ok(());
    }
    let name = enquiry.organisation_name.as_str();
    let organisation_id = match enquiry.organisation_id {
        Some(id) => id,
        None => find_or_propose(tx, app.tokens.as_ref(), name, (london_date(now), now)).await?,
    };
    let details = BillingDetails {
        name: name.to_owned(),
        address: typed.billing_address.clone(),
        email: if typed.billing_email.is_empty() { enquiry.contact_email.clone() } else { typed.billing_email.clone() },
        contact_name: enquiry.contact_name.clone(),
        buyer_reference: enquiry.reference.clone(),
        po_number: Some(typed.po_number.clone()).filter(|number| !number.is_empty()),
        po_to_follow: typed.po_number.is_empty(),
        supply_on: None,
        supply_words: quote.content.title.clone(),
    };
    let customer = open_customer(tx, organisation_id, &details, now).await?;
    invoices::draft_for_charge(tx, charge_id, (customer, &details), now).await?;
    if !customer.is_trusted {
        invoices::ask_for_approval(tx, charge_id, now).await?;
    }
    Ok(())
}

/// Issues it and gives its number, or says what has to happen first.
pub(super) async fn issue(
    tx: &Tx,
    charge_id: i64,
    officer: i64,
    now: Instant,
) -> Result<Result<String, &'static str>, Unexpected> {
    let ask = IssueInvoice { charge_id, actor: Actor::Person(officer), without_po: None };
    Ok(match invoices::issue_invoice(tx, ask, now).await? {
        Issued::Now { number, .. } | Issued::Before { number } => Ok(number),
        Issued::WaitsForApproval => {
            Err("The treasurer has to approve this authority as a customer first. Ask them, then issue the invoice.")
        }
        Issued::WaitsForPurchaseOrder => {
            Err("This authority wants a purchase order number on its invoices. Ask the contact for it first.")
        }
        Issued::NothingToInvoice => Ok("nothing to invoice".to_owned()),
        Issued::NotByInvoice => Err("There is no draft of an invoice. Write one elsewhere and enter its number."),
    })
}
