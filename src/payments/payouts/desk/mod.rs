//! The treasurer's page of one payout.

pub mod pages;
mod views;
