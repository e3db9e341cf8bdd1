//! In-house training: enquiry, pipeline, quote, acceptance, private date, money (INH-1 to INH-7).

mod acceptance;
mod by_contact;
mod cancelling;
mod enquiries;
mod money;
mod pipeline;
mod private_dates;
mod race;
mod steps;
