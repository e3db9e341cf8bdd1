//! Reads about applications.

mod applications;
mod desk;
mod duplicates;
mod prefill;

pub use applications::{
    ApplicationRecord, ApplicationSummary, application_of, export, find_application, find_live_application,
};
pub(super) use applications::{drafts_untouched_between, load_application, unanswered_before};
pub use desk::{DecisionRow, QueueFilter, QueueRow, WaitingWork, decisions_of, list_queue, waiting_work};
pub(super) use desk::{approvers_of, has_review};
pub use duplicates::{PossibleDuplicate, possible_duplicates};
pub(super) use prefill::{current_type_code, prefilled_answers};
