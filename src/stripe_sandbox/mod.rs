//! Local Stripe.
