//! Questions of a date: versioned wordings, copied from the course, answered by the booker for the booking and by each attendee on
//! a private form (QST-1, QST-6, QST-8). What somebody needs is not a question: see [`needs`](super::needs).

pub mod answer;
pub mod answer_file;
pub mod answer_pages;
pub mod answers_desk;
pub mod desk_pages;
mod desk_views;
pub mod edit_questions;
mod emails;
pub mod file_desk;
pub mod file_pages;
pub mod forget_answers;
pub mod forget_files;
pub mod forms;
pub mod give_file;
pub mod home;
mod open_form;
pub mod order;
mod picture_metadata;
pub mod preview_page;
pub mod queries;
pub mod question;
pub mod save_answers;
pub mod showing;
mod store;
pub mod views;

pub use edit_questions::copy_questions;
pub use forget_answers::{forget_answers, forget_answers_of};
pub use home::Home;
