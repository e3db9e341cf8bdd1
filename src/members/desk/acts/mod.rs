//! What officers do about one person's membership: each act has a small page that says what it does, asks why, and leaves an
//! entry in the audit. The acts themselves are use cases of `membership`.

mod act;
mod fields;
pub mod pages;
pub mod payment_page;
mod perform;
mod read;
mod undo_pages;
mod views;

pub(super) use act::offered;
pub use undo_pages::{create_term_ending, create_withdrawal, new_term_ending, new_withdrawal};
