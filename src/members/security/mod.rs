//! The page where somebody sees where they are signed in, ends sessions, and sets or changes their password.

mod pages;
mod password_pages;
mod set_password;
mod views;

pub use pages::{end_session, show_security, sign_out_everywhere, sign_out_others};
pub use password_pages::{show_password, update_password};
pub use set_password::store_password;
