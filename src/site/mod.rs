//! Pages that compose several features, and pages that belong to none: home, events and courses, the account, the back office's first
//! page, what is said about us, policies, feeds and health. They ask each feature for a view and decide nothing.

pub mod account;
pub mod admin_home;
pub mod booking_terms;
pub mod calendar_feed;
pub mod course_pages;
pub mod csp_reports;
pub mod dispute_evidence;
mod event_cards;
pub mod event_list;
pub mod event_page;
pub mod fixed_pages;
pub mod health;
pub mod home;
pub mod member_record;
pub mod metrics;
pub mod money_reports;
pub mod robots;
pub mod schema;
pub mod sitemap;
mod structured_data;
pub mod terms_of_membership;
