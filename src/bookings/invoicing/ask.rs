//! What an organisation says when it books by invoice.

use crate::kernel::EmailAddress;

/// The buyer's words, cleaned (INV-2).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillingAsk {
    /// Postal address, lines.
    pub address: String,
    /// Where the invoice goes.
    pub email: EmailAddress,
    /// Whom to ask; may be empty.
    pub contact_name: String,
    /// A cost centre or the like; may be empty.
    pub buyer_reference: String,
    /// The purchase order, when it is known.
    pub po_number: Option<String>,
    /// It is to follow.
    pub po_to_follow: bool,
}
