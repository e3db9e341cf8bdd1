//! Employers by every name they go by: the councils that run children's services, trusts, island governments and the kinds of
//! employer that no list can hold (PR-08). The list ships with the program and is loaded when the schema is brought up to date.
//!
//! The councils are facts from mySociety's UK local authority names and codes (CC BY 4.0), credited on the page about us.

mod employer_kind;
mod folding;
mod list_file;
mod load_employers;
pub mod pages;
mod propose_employer;
pub mod queries;
mod ranking;
mod store;
mod succession;

pub use employer_kind::EmployerKind;
pub(in crate::members) use folding::folded_name;
pub use load_employers::{LoadedEmployers, load_employers};
pub use propose_employer::find_or_propose;
pub(in crate::members) use queries::councils_in_being;
pub use queries::{
    EmployerRow, employer_of, find_employer, find_employer_by_reference, general_employers, search_employers,
};
pub use succession::{AnswerError, EmployerQuestion, answer_employer_question, employer_question};
