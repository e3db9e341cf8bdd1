//! Outbox, rendering and delivery of mail.

pub mod transport;
