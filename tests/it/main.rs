//! The one integration binary: every test has its own database, its own server and its own people, and all run in parallel.
//!
//! Start at [`support`]: `spawn_app()` gives a `TestApp`, which makes people, pages, mail and money.

#![allow(
    clippy::unwrap_used,
    clippy::print_stderr,
    clippy::pedantic,
    reason = "a test that cannot go on stops where it is and says so; it may be plain"
)]

mod architecture;
mod bookings;
mod campaign;
mod charity;
mod command_line;
mod events;
mod holidays;
mod in_house;
mod members;
mod migrations;
mod notifications;
mod payments;
mod reliability;
mod retention;
mod routes;
mod running_desk;
mod site;
#[allow(dead_code, reason = "support offers whole vocabularies; not every test speaks every word")]
mod support;
mod web;
