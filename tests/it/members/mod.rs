//! People: signing in by code and by password, sessions and when they end, roles, and membership.

mod accounts;
mod applications;
mod by_code;
mod by_password;
mod code_limits;
mod create_admin;
mod desk;
mod employers;
mod membership;
mod passwords;
mod people;
mod roles;
mod session_lifetime;
mod sessions;
mod signing_in;
