//! What we can show a bank that questions the payment for a booking (REF-19): what was agreed, when, who was told, who came.

mod queries;

pub use queries::{BookingEvidence, PlaceEvidence, evidence_of_charge};
