//! NAIRO: membership, training and public voice for a small professional charity.

pub mod app;
pub mod audit;
pub mod bookings;
pub mod campaign;
pub mod charity;
pub mod cli;
pub mod config;
pub mod db;
pub mod events;
pub mod facts;
pub mod idempotency;
pub mod identity;
pub mod job_table;
pub mod jobs;
pub mod kernel;
pub mod limits;
pub mod members;
pub mod notifications;
pub mod payments;
pub mod routes;
pub mod server;
pub mod site;
pub mod stripe_sandbox;
pub mod web;
