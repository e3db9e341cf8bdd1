//! The membership officers' desk.

mod register;
mod search;
mod types;
