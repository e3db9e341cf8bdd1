//! Groups (GRP-1 to GRP-9): places booked without names, named later by the booker, by a list, or by each person with a claim
//! link; bookers asked for what is missing; one email for each attendee; officers booking for somebody.

mod book_for_somebody;
mod carry_links;
mod chase_names;
pub mod chasing;
pub mod claim_page;
pub mod claim_place;
mod emails;
mod forms;
pub mod name_list;
pub mod name_places;
pub mod names_page;
mod naming;
pub mod other_places;
pub mod place_status;
pub mod queries;
mod review;
pub mod somebody_page;
mod store;
pub mod views;

pub(super) use carry_links::carry_links;
pub use chase_names::{CHASE_NAMES, chase_names, run_chase_names};
