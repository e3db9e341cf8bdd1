//! The membership officers' desk.

mod chance;
mod list;
mod overview;
mod register;
mod search;
mod types;
