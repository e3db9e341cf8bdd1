//! The customer behind a booking by invoice: found by its organisation, or opened and put before staff.

use sea_orm::ConnectionTrait;

use super::billing::BillingDetails;
use super::known_biller::is_known_biller;
use super::store;
use crate::kernel::{EmailAddress, Instant, Unexpected};

/// A customer as a seller needs it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct OpenedCustomer {
    /// The row.
    pub id: i64,
    /// Approved, and the invoice goes to an address of the customer's own: nobody needs to look (INV-1).
    pub is_trusted: bool,
    /// A purchase order is demanded before an invoice (AC-06).
    pub requires_po: bool,
}

/// Finds or opens the customer for an organisation, in the caller's transaction. A new one takes over what the buyer typed, and
/// waits for approval; an approved one keeps its own record, whatever the buyer typed.
pub async fn open_customer(
    tx: &impl ConnectionTrait,
    organisation_id: i64,
    details: &BillingDetails,
    now: Instant,
) -> Result<OpenedCustomer, Unexpected> {
    let row = store::find_or_insert(tx, organisation_id, details, now).await?;
    let is_own = EmailAddress::parse(&details.email).is_ok_and(|typed| is_known_biller(&row.email, &typed));
    Ok(OpenedCustomer { id: row.id, is_trusted: row.approved_at.is_some() && is_own, requires_po: row.requires_po })
}
