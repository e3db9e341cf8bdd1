//! People, sign-in, roles and membership terms.

pub mod session;
