//! In-house training: one authority asks, an officer quotes, the authority accepts by a link, its own staff register for a date
//! that nobody else can find, and the price agreed is invoiced (INH-1 to INH-7).
//!
//! An *enquiry* goes through the states of [`enquiry_state`]; a *quote* has versions of which at most one is on offer; accepting
//! it makes a private event (`events`), a registration link, and a charge (`payments`).

pub mod accept_quote;
pub mod answer_clock;
mod bill;
pub mod cancel_training;
pub mod cancellation_terms;
pub mod close_enquiry;
pub mod contact_pages;
mod date_view;
pub mod deliver;
pub mod desk;
mod emails;
pub mod enquire;
pub mod enquiry_pages;
pub mod enquiry_state;
mod forms;
pub mod jobs;
mod move_enquiry;
pub mod note_down;
pub mod over_number;
pub mod person_hooks;
pub mod queries;
pub mod quote;
pub mod quote_pages;
pub mod quote_words;
pub mod register;
pub mod register_pages;
pub mod registration_rules;
pub mod schedule;
mod settle;
mod spam;
mod store;
pub mod take_off_list;
pub mod turn_private;
mod visibility_rules;
pub mod write_quote;

pub use settle::settle_in_house;
