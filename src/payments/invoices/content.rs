//! What an invoice or credit note says, frozen the moment it is issued (AC-04): parties, lines, dates and sums as they were. A
//! document is always set from this and never from today's records.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use crate::identity::CharityIdentity;
use crate::kernel::Pence;
use crate::payments::vat::LineVat;

/// Who sells (CH-01, CH-02).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Seller {
    /// Registered name.
    pub name: String,
    /// "Registered charity in England and Wales, number 1159275".
    pub charity_words: String,
    /// For a company, its number and office; empty otherwise.
    pub company_words: String,
    /// Postal address, lines.
    pub address: Vec<String>,
    /// Where people write, also about remittances.
    pub email: String,
    /// Telephone, may be empty.
    pub phone: String,
    /// The one sentence about VAT (AC-01): that the charity is not registered, or its number.
    pub vat_words: String,
    /// Whether the charity was registered on the document's day, so that lines say their VAT. Documents issued before it could
    /// be are not.
    #[serde(default)]
    pub is_vat_registered: bool,
    /// Where to pay.
    pub bank: Option<BankDetails>,
}

/// Where to pay, exactly as the bank holds it (AC-05).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BankDetails {
    /// Name of the account.
    pub account_name: String,
    /// Sort code.
    pub sort_code: String,
    /// Account number.
    pub account_number: String,
}

/// Who buys.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Buyer {
    /// Whom it is made out to.
    pub name: String,
    /// Postal address, lines.
    pub address: Vec<String>,
    /// Where it was sent.
    pub email: String,
    /// Whom to ask, may be empty.
    pub contact_name: String,
    /// A cost centre or the like, may be empty.
    pub reference: String,
    /// The purchase order, as far as it was known.
    pub po_number: Option<String>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ContentLine {
    /// The line of the charge; credit notes point to it (INV-5).
    pub charge_line_id: i64,
    /// In words.
    pub description: String,
    /// The price before any discount (AC-16).
    pub list_price: Pence,
    /// What came off.
    pub discount: Pence,
    /// What is asked for, or given back; it includes whatever VAT there is.
    pub amount: Pence,
    /// How it stands to VAT; none on documents of a body that is not registered (INV-8).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vat: Option<LineVat>,
}

/// An invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct InvoiceContent {
    /// Its number; empty on a pro-forma (INV-10).
    pub number: String,
    /// Its day.
    pub issued_on: NaiveDate,
    /// The last day to pay.
    pub due_on: NaiveDate,
    /// Days to pay.
    pub terms_days: i32,
    /// Seller.
    pub seller: Seller,
    /// Buyer.
    pub buyer: Buyer,
    /// The day of the supply, when it is known.
    pub supply_on: Option<NaiveDate>,
    /// Course and date.
    pub supply_words: String,
    /// What it is for in one line.
    pub description: String,
    /// The charge's reference.
    pub charge_reference: String,
    /// The lines.
    pub lines: Vec<ContentLine>,
    /// Their sum.
    pub total: Pence,
    /// The invoice it takes the place of, if any.
    pub replaces: Option<String>,
}

/// A credit note.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CreditNoteContent {
    /// Its number.
    pub number: String,
    /// Its day.
    pub issued_on: NaiveDate,
    /// The invoice it credits.
    pub invoice_number: String,
    /// That invoice's day.
    pub invoice_issued_on: NaiveDate,
    /// Why.
    pub reason: String,
    /// Seller.
    pub seller: Seller,
    /// Buyer, as on the invoice.
    pub buyer: Buyer,
    /// What is credited, line by line.
    pub lines: Vec<ContentLine>,
    /// The sum.
    pub total: Pence,
}

impl Seller {
    /// The charity as it is on record now, and as it stood to VAT on the day that counts for the document.
    pub fn of(identity: &CharityIdentity, vat_day: NaiveDate) -> Self {
        let printed = identity.site_identity();
        let company_words = if printed.is_company {
            format!(
                "A company limited by guarantee, registered in England and Wales, number {}, registered office {}",
                printed.company_number, printed.registered_office
            )
        } else {
            String::new()
        };
        Self {
            charity_words: format!("{}, number {}", printed.legal_words, printed.charity_number),
            company_words,
            address: printed.address_lines,
            email: identity.email.clone(),
            phone: identity.phone.clone(),
            vat_words: match identity.vat_number_on(vat_day) {
                Some(number) => format!("VAT registration number {number}."),
                None => format!("{} is not registered for VAT.", identity.short_name),
            },
            is_vat_registered: identity.vat_number_on(vat_day).is_some(),
            bank: identity.takes_bank_transfers().then(|| BankDetails {
                account_name: identity.bank_account_name.clone(),
                sort_code: identity.bank_sort_code.clone(),
                account_number: identity.bank_account_number.clone(),
            }),
            name: identity.name.clone(),
        }
    }
}

/// The lines of an address, without empty ones.
pub(in crate::payments) fn address_lines(address: &str) -> Vec<String> {
    address.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
