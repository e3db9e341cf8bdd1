//! Second factors: an authenticator app, passkeys, and recovery codes for the day both are lost (ASVS 6.5, 6.6).
//!
//! Seeds are sealed, codes are hashed with a key, passkeys hold nothing secret. Each code and each answer of a passkey counts
//! once, decided by one guarded statement. Whatever changes here ends the person's other sessions and is told them by mail.

mod app_pages;
mod authenticator;
mod ceremonies;
mod change;
mod choose_pages;
mod emails;
mod give_factor;
mod passkey_pages;
mod passkeys;
mod queries;
mod recovery;
mod relying_party;
mod removal_pages;
mod reset_factors;
mod seal_anew;
mod sealing;
mod store;
mod totp;
mod views;

pub use app_pages::{confirm_app, create_app, create_codes, show_app, show_codes, show_picture};
pub(super) use ceremonies::{PasskeyAnswer, Purpose};
pub use choose_pages::show_choice;
pub(super) use give_factor::{is_factor_shaped, use_typed_factor};
pub(super) use passkey_pages::offer_answer;
pub use passkey_pages::{create_options, create_passkey, new_passkey};
pub(super) use passkeys::{AnswerError, answer_passkey, offer_passkey};
pub use queries::export;
pub(super) use queries::{HeldFactors, has_second_factor, held_factors};
pub(super) use relying_party::relying_party;
pub use removal_pages::{delete_app, delete_passkey, show_app_removal, show_passkey_removal};
pub(super) use reset_factors::{ResetFactors, ResetFactorsError, reset_factors};
pub use seal_anew::seal_seeds_anew;
pub(super) use store::forget_old_ceremonies;
