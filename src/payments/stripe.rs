//! The one Stripe client.

/// Stripe, reached through `async-stripe`.
pub struct Gateway {}
