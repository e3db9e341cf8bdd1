//! Confirming once more that it is the owner, before what matters most: roles, exports, refunds, addresses, password, second
//! factors, deletion (ASVS 7.5.3). The route table demands it; here it is given, and the session gets another token.

mod confirm;
mod kept_form;
mod pages;
mod views;
mod ways;

pub use pages::{confirm_form, create_code, create_confirmation, create_options, show_confirmation};
