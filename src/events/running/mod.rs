//! Dates that run only when enough people come (SES-7). How many have booked is for `bookings` to count; here stands what was set
//! and what was decided.

mod minimum;
pub(super) mod queries;
mod store;

pub use minimum::{Minimum, MinimumError, RunDecision, RunVerdict, minimum_moved};
pub use queries::{list_to_decide, list_undecided};
pub use store::{mark_confirmed_to_run, mark_found_short, set_minimum};
