//! People: signing in by code and by password, sessions and when they end, roles, and membership.

mod accounts;
mod applications;
mod by_code;
mod by_password;
mod code_limits;
mod create_admin;
mod desk;
mod employers;
mod late_orders;
mod leaving;
mod membership;
mod officer_facts;
mod order_desk;
mod orders;
mod passwords;
mod people;
mod reminders;
mod roles;
mod session_lifetime;
mod sessions;
mod signing_in;
mod type_changes;
