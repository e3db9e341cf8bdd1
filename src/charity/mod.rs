//! The charity about itself: the editor of the one identity record (CH-01 to CH-04) that every page, email and receipt prints.
//! The record is kept by `identity`; here are its rules, its form and the one use case that changes it.

pub mod admin;
mod emails;
mod forms;
mod identity_rules;
mod update_identity;

pub use identity_rules::{IdentityFault, LegalForm, check_identity};
pub use update_identity::{UpdateIdentity, UpdateIdentityError, update_identity};
