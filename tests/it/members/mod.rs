//! People: signing in by code and by password, sessions and when they end, roles, and membership.

mod accounts;
mod applications;
mod by_code;
mod by_password;
mod code_limits;
mod confirming;
mod create_admin;
mod desk;
mod devices;
mod employers;
pub mod factor_steps;
mod membership;
mod office_factors;
mod passkeys;
mod passwords;
mod people;
mod roles;
mod roles_desk;
mod second_factors;
mod session_lifetime;
mod sessions;
mod signing_in;
