//! A small local Stripe: the subset of Stripe's HTTP API that this product uses, a hosted pay page and signed
//! webhooks, kept to Stripe's own rules (validation, expiry, idempotency, refunds never above what was paid).
//!
//! `demo` and the integration tests run it, so that the one real client is always exercised. It listens on a loopback
//! address only, moves no money, and is never started by `serve`. It knows nothing of the rest of the product.
//!
//! A request travels: `answer_api` (key, faults, idempotency), `endpoints` (route), one file for each act
//! (`create_session`, `pay_session`, `refund_payment`, …), `record_event`, `deliver_webhooks`.

mod account;
mod answer_api;
mod api_error;
mod balance;
mod bank_controls;
mod controls;
mod create_session;
mod deliver_webhooks;
mod endpoints;
mod expire_session;
mod faults;
mod form_params;
mod form_tree;
mod idempotency;
mod journal;
mod list_page;
mod loopback_http;
mod object_json;
mod objects;
mod pay_page;
mod pay_session;
mod read_balance;
mod read_objects;
mod record_event;
mod refund_payment;
mod session_lines;
mod snapshot;
mod start;

pub use balance::PayoutStatus;
pub use deliver_webhooks::Delivered;
pub use faults::Fault;
pub use journal::ApiCall;
pub use objects::{CheckoutSession, Refund, RefundOutcome, RefundStatus, SessionLine, SessionStatus};
pub use pay_session::PayError;
pub use record_event::{SignedEvent, WebhookTiming};
pub use start::{Sandbox, SandboxConfig, start};

/// The version of Stripe's API whose shapes and rules are imitated; the real client pins the same one.
pub const API_VERSION: &str = "2026-09-30.endive";

#[cfg(test)]
mod tests;
