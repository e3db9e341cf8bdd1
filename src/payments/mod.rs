//! Money: ledger, charges, payments, refunds; the Stripe client; the webhook inbox.

pub mod stripe;
