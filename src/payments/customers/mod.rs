//! Organisations that buy on an invoice (INV-1, INV-2, D10): their billing details, approval by staff, whether they demand a
//! purchase order, days to pay, and their statement of account. An organisation is known here by its id and names only.

mod billing;
pub mod cash;
mod decide_customer;
pub mod desk;
mod known_biller;
mod open_customer;
pub(in crate::payments) mod queries;
mod send_statement;
mod statement;
pub mod statement_link;
pub(in crate::payments) mod store;
mod update_customer;

pub use billing::BillingDetails;
pub use decide_customer::{CUSTOMER_DECIDED, CustomerDecided, DecideCustomer, DecideCustomerError, decide_customer};
pub use open_customer::{OpenedCustomer, open_customer};
pub use queries::find_customer_of;
pub use statement::{Statement, StatementLine, add_up};
pub use update_customer::{CustomerTerms, UpdateCustomer, update_customer};
