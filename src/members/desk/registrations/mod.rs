//! The pages of the yearly check of registrations (rules 2.1): what is due, one list of numbers, one person.

pub mod list_pages;
pub mod pages;
pub mod person_pages;
mod person_words;
mod views;
mod words;

pub(super) use person_words::registration_words;
