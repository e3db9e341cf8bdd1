//! Places that officers give away: bursaries and complimentary places, shown as such with their reason, never as a nameless £0
//! (AC-16).

mod give_place;
pub mod pages;

pub use give_place::{GivePlace, GivePlaceError, GivenAs, give_place};
