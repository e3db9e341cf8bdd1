//! Joining and booking in one go (ELG-7). A membership that only waits for its money is paid in one payment with the booking, and
//! the booker's own place has the member price at once; while an application is still decided on, the standard price is paid, and
//! the difference comes back by itself when the membership begins before the event.

mod give_differences;
pub mod join_choice;
mod open_together;
pub mod queries;
mod settle_membership;
pub mod views;
mod with_payment;

pub use give_differences::give_differences;
pub use join_choice::{JoinChoice, JoinOffer};
pub(super) use open_together::{Together, TogetherError, open_together};
pub use queries::load_offer;
pub use settle_membership::joined_charge;
pub(super) use settle_membership::settle_membership;
pub(super) use with_payment::{Owed, still_owed};
