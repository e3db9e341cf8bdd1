//! Booking by invoice (INV-1, INV-2, INV-9): what the form asks an organisation for, how such a booking begins, what staff's
//! decision on a new customer does to it, and how its pages speak of money that is owed and not paid.

mod ask;
mod begin;
mod carry_out_decision;
mod emails;
mod fields;
mod on_invoice;
mod words;

pub use ask::BillingAsk;
pub(super) use begin::{begin, carry_over, organisation_of};
pub use carry_out_decision::{carry_out_decision, run_customer_decided};
pub(super) use emails::tell_hold_ended;
pub(super) use fields::InvoiceFields;
pub(super) use on_invoice::is_on_invoice;
pub(super) use words::{
    InvoiceOffer, InvoiceOnBooking, cancellation_words, invoice_on_booking, late_booking_words, line_words,
};
