//! In-house training: enquiry, pipeline, quote, acceptance, private date, money (INH-1 to INH-7).

mod acceptance;
mod billing;
mod by_contact;
mod cancelling;
mod enquiries;
mod money;
mod no_way_round;
mod pipeline;
mod private_dates;
mod race;
mod steps;
