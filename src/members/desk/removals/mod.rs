//! Removals by resolution that wait for a second person.

pub mod pages;
mod views;
