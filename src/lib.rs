//! NAIRO: membership, training and public voice for a small professional charity.

pub mod kernel;
pub mod stripe_sandbox;
