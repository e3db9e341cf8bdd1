//! The officers' form of a course, with the refund policy its dates begin with, and the step after it: which coming dates take the
//! change too (SES-1). It stands here because it reads prices, policies and bookings; what a course says is `events`' own.

mod apply_to_dates;
mod copied_fields;
mod date_plan;
mod dates_form;
pub mod dates_page;
pub mod form_page;
pub mod policy_versions;
mod queries;
mod views;
