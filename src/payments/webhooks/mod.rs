//! Stripe's messages: believed by their signature, stored as they came, answered, and only then read by a job. Whatever is
//! learnt from one is also learnt by asking ([`reconcile`](super::reconcile)), so losing them all changes nothing.

pub mod look_up;
pub mod pages;
pub mod read_event;
pub mod receive_webhook;
pub mod refused_count;
pub(super) mod store;

pub use look_up::{EventLookedUp, MessageRead, PROCESS_WEBHOOK, ProcessWebhook, look_up_event, mark_processed};
