//! The program as an operator meets it: arguments, settings, one line when something is wrong, exit code 1.

mod backup_and_restore;
mod create_admin;
mod demo;
mod demo_states;
mod migrate;
mod settings;
mod standard_terms;
mod states;
pub mod terminal;
