//! Statements that write applications, decisions, and what an application says about a person.

pub(super) mod applications;
pub(super) mod decisions;
pub(super) mod second_address;
