//! The terms of membership: which are in force, and which somebody accepted with an order (CO-04). A version is never rewritten; a
//! new one counts from the next payment on. (A "term" is a time for which somebody is a member, and something else.)

mod queries;
mod shown;
mod standard;
mod store;

use chrono::NaiveDate;

pub use queries::{accepted_terms, find_current_terms};
pub use shown::{TermsShown, terms_shown};
pub use standard::{ensure_terms_at_start, ensure_terms_of_membership};
pub use store::add_terms_of_membership;

/// One version of the terms.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TermsOfMembership {
    /// Row id, kept with an order (CO-04).
    pub id: i64,
    /// From 1.
    pub version: i32,
    /// Markdown: paragraphs, links and `## ` headings.
    pub words: String,
}

/// The terms that somebody accepted by paying.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AcceptedTerms {
    /// The version and its words.
    pub terms: TermsOfMembership,
    /// The London day on which they pressed the button.
    pub accepted_on: NaiveDate,
}
