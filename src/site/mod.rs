//! Pages that compose several features, and pages that belong to none: home, events and courses, the account, the back office's first
//! page, what is said about us, policies, feeds and health. They ask each feature for a view and decide nothing.

pub mod fixed_pages;
pub mod health;
mod queries;
pub mod robots;
pub mod schema;
