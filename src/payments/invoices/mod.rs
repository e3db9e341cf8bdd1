//! Invoices (INV-1 to INV-10, AC-01 to AC-08): how a charge is to be billed, the invoice with its gap-free number and frozen content,
//! credit notes, purchase orders, notices, write-offs. Any charge can be invoiced, whoever sold what. How an invoice stands is a
//! sum of postings; the documents are in [`documents`](super::documents).

pub(in crate::payments) mod content;
mod credit_notes;
pub mod desk;
mod draft_for_charge;
mod due_date;
mod emails;
mod give_purchase_order;
mod history;
mod issue_invoice;
pub mod jobs;
mod letters;
pub mod link_pages;
mod mark_disputed;
mod notice;
mod number;
pub mod queries;
mod reissue_invoice;
mod remind;
mod standing;
pub(in crate::payments) mod store;
mod write_off;

pub use content::{BankDetails, Buyer, ContentLine, CreditNoteContent, InvoiceContent, Seller};
pub use credit_notes::credit_notes_for;
pub use draft_for_charge::{ask_for_approval, carry_billing_over, draft_for_charge, issue_or_ask};
pub use due_date::{STANDARD_TERMS_DAYS, due_on, is_overdue};
pub use give_purchase_order::{GivePurchaseOrder, GivePurchaseOrderError, give_purchase_order};
pub(in crate::payments) use issue_invoice::content_today;
pub use issue_invoice::{IssueInvoice, Issued, issue_invoice};
pub use mark_disputed::{MarkDisputed, mark_disputed};
pub use number::Series;
pub use reissue_invoice::{ReissueError, ReissueInvoice, reissue_invoice, reissue_with_new_lines};
pub use remind::remind;
pub use standing::{InvoiceStanding, StandingFacts, age_words, standing_of};
pub(in crate::payments) use write_off::take_back_credited_debt;
pub use write_off::{DecideWriteOff, WriteOff, WriteOffError, WrittenOff, decide_write_off, write_off};
