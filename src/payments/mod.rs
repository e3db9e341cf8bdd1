//! Money: the ledger, charges, payments, refunds, the card processor and its messages. It does not know what is sold: a
//! charge line names its purpose, and whoever sold it decides what arriving money buys ([`MoneyFact`], `facts.rs`).
//!
//! Rules that hold everywhere here: amounts are whole pence; what is owed or paid is always a sum of postings, never a
//! stored state; no network inside a transaction; the key of every call to Stripe is stored before the call; whatever
//! happens twice has happened once.

mod add_lines;
pub mod apply;
mod carried_payments;
mod carry_across;
pub mod charge;
pub mod checkouts;
pub mod credit_lines;
pub mod customers;
pub mod desk;
pub mod disputes;
pub mod documents;
mod draw_from_payment;
pub mod fact;
pub mod income;
pub mod invoices;
mod known_lines;
pub mod ledger;
pub mod ledger_entry;
pub mod ledger_file;
mod locks;
pub mod money_end;
mod officers;
pub mod own_receipts;
pub mod payer;
pub mod payouts;
pub mod person_hooks;
pub mod poster;
pub mod queries;
pub mod raise_charge;
pub mod receipt;
pub mod reconcile;
pub mod record_bank_payment;
mod record_payment;
pub mod refunds;
pub mod reports;
pub mod seen;
pub mod settle;
mod store;
pub mod stripe;
pub mod vat;
pub mod webhooks;

pub use add_lines::add_lines;
pub use apply::apply;
pub use carry_across::{Carry, carry_across};
pub use charge::{
    ChargeMoney, CheckoutId, NewCharge, NewLine, Payer, PayerKind, Purpose, RaisedCharge, RefundId, VatTreatment,
};
pub use checkouts::{
    CheckoutLine, CheckoutsEnded, NewCheckout, OpenCheckoutError, end_checkouts, open_checkout, start_checkout,
};
pub use credit_lines::credit_lines;
pub use fact::MoneyFact;
pub use money_end::{MoneyEnd, money_end};
pub use raise_charge::{OpenedCharge, fill_charge, open_charge, raise_charge};
pub use record_bank_payment::{RecordBankPayment, record_bank_payment};
pub use refunds::{
    Overpaid, RefundCharge, Refunded, credit_and_refund, refund_charge, refund_left_over, refund_overpaid,
};
pub use settle::{Settled, settle};
pub use store::{forget_payer, lock_charge};
