//! How one charge is to be invoiced, as the buyer said (INV-2).

use chrono::NaiveDate;

/// The buyer's words for one invoice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BillingDetails {
    /// Whom the invoice is made out to.
    pub name: String,
    /// Postal address, lines.
    pub address: String,
    /// Where invoice and notices go; never an attendee's address by our doing (INV-6).
    pub email: String,
    /// Whom to ask, may be empty.
    pub contact_name: String,
    /// A cost centre or the like, may be empty.
    pub buyer_reference: String,
    /// The purchase order, when it is known.
    pub po_number: Option<String>,
    /// It is "to follow" (INV-2).
    pub po_to_follow: bool,
    /// The day of the supply, when it is known (AC-05).
    pub supply_on: Option<NaiveDate>,
    /// Course and date, as the invoice prints the supply.
    pub supply_words: String,
}
