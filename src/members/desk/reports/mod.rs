//! How the membership renews, stays and leaves, whom members work for, and which councils have none (rules 2.19). Everything is
//! read from terms and dated facts when somebody looks; no figure is kept. For officers only, so small numbers are shown.

mod cohorts;
mod compose;
mod coverage;
mod csv_file;
mod employers;
mod leaving;
pub mod pages;
mod period;
mod queries;
mod renewals;
mod spans;
mod table;
mod views;
