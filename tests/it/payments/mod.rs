//! Money: what arrives, what goes back, what is believed, and that every penny is in the ledger.

mod bank_payments;
mod card_payments;
mod desk;
mod disputes;
mod hanging;
mod large_refunds;
mod ledger;
mod many_sales;
mod out_of_order;
mod payouts;
mod posters;
mod receive_webhook;
mod reconcile;
mod refund_clock;
mod refund_failures;
mod refunds;
mod repeated_webhooks;
mod report_lists;
pub mod reports;
pub mod till;
