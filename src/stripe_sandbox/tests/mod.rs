//! The local Stripe, asked by the real client wherever the client can ask.

mod faults;
mod form_params;
mod idempotency;
mod pay_page;
mod refunds;
mod sessions;
mod support;
mod webhooks;
