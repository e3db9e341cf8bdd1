//! The yearly check of professional registrations (rules 2.1, PR-02): numbers go out in lists of at most a hundred, an officer
//! searches the regulator's public register by hand, and its results file comes back. What does not match opens a query for an
//! officer. Nothing here ends a membership, changes a standing or asks a register by itself.

mod check_by_hand;
mod confirm_results;
mod download_list;
mod drop_list;
mod handle_query;
mod judge;
mod lists_of_numbers;
mod name_match;
mod outcome;
mod prepare_lists;
pub(in crate::members) mod queries;
mod record_check;
mod results_file;
mod season;
mod store;
mod take_results;

pub use check_by_hand::check_by_hand;
pub use confirm_results::{ConfirmResultsError, Confirmed, confirm_results};
pub(in crate::members) use download_list::download_list;
pub(in crate::members) use drop_list::drop_list;
pub use drop_list::{DROP_OLD_REGISTRATION_LISTS, run_drop_old_registration_lists};
pub use handle_query::{HandleQuery, handle_query};
pub(in crate::members) use judge::Problem;
pub use lists_of_numbers::MOST_NUMBERS;
pub use outcome::{Outcome, QueryState};
pub use prepare_lists::prepare_lists;
pub use queries::{count_waiting_queries, find_list, has_due};
pub use record_check::NewCheck;
pub use results_file::{Found, LARGEST_FILE, ResultsFileError};
pub use season::{is_due, is_time_to_check, year_began_on, year_ends_on};
pub use take_results::{TakeResultsError, take_results};
