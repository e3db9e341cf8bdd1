//! Proving who one is: by a password, or by a six-figure code mailed to one's address (ASVS 6).
//!
//! Whoever asks, known or not, sees the same pages and waits about as long; only the mail tells the owner of the address
//! whether there is an account (S5). A code is typed on a page, never followed as a link, so mail scanners use none up (D17).

mod browser;
mod code;
mod code_pages;
mod create_account;
mod emails;
mod enter;
mod forms;
mod hashing;
mod limits;
mod pages;
mod passkey_pages;
mod password_rules;
mod print_code;
mod queries;
mod request_code;
mod second_factor;
mod second_factor_pages;
mod store;
mod use_code;
mod views;
mod with_passkey;
mod with_password;

pub(super) use browser::{Browser, Pending, pending_cookie, read_pending};
pub use code::CODE_LIFE;
pub use code_pages::{create_account, show_code, show_name, use_code};
pub(super) use emails::password_changed;
pub(super) use hashing::{HashingError, hash_password, verify_password};
pub(super) use limits::{Attempt, wait_words};
pub use pages::{create_reset, create_sign_in, show_reset, show_sign_in};
pub use passkey_pages::{create_passkey_options, create_passkey_sign_in};
pub use password_rules::{PasswordProblem, check_password};
pub(super) use print_code::print_code;
pub use queries::export;
pub(super) use queries::{Login, find_login};
pub(super) use request_code::{CodePurpose, RequestCodeError, request_code};
pub use second_factor_pages::{create_factor_options, create_factor_passkey, create_second_factor, show_second_factor};
pub use store::forget_old_codes;
pub(super) use store::{mark_codes_dead, save_password};
pub(super) use use_code::use_confirmation_code;
