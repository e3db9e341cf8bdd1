//! How each date stands to VAT (AC-01, INV-8): the treasurer's page. A change holds for what is charged from then on; lines that
//! were charged keep what they were charged under.

pub mod pages;
mod queries;
mod set_treatment;
mod store;

pub use set_treatment::{SetTreatment, set_treatment};
