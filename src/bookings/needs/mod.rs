//! What attendees need: access and diet (QST-2 to QST-7, D20). Asked on the attendee's own form and nowhere else; sealed in the
//! database; read by whoever arranges the date and its facilitator, each reading written down; forgotten 30 days after, but for
//! counts. Never in an email, a file for others, or on a booker's page.

pub mod answer_task;
pub mod care;
pub mod counts;
pub mod deadlines;
pub mod desk_pages;
pub mod desk_part;
mod emails;
pub mod forget_needs;
pub mod forms;
pub mod need;
pub mod pages;
pub mod person_hooks;
mod queries;
pub mod record_views;
pub mod saved;
pub mod saved_pages;
pub mod seal_anew;
pub mod sealed_needs;
pub mod store;
pub mod task;
pub mod tell_needs;
pub mod views;

pub use need::{Need, Needs};
pub use queries::{count_open_tasks, latest_task_of, list_told, needs_counts, standing_words};
