//! Reads of enquiries and quotes.

mod desk;
mod enquiries;
mod quotes;
mod registered;
mod reports;

pub use desk::{Filter, HistoryLine, count_waiting, history_of, list_enquiries, possible_duplicates};
pub use enquiries::{
    expired_offers, find_enquiry, find_enquiry_by_reference, late_enquiries, load_enquiry, old_enquiries,
};
pub use quotes::{
    QuoteRecord, find_quote, find_quote_of_charge, find_registration, live_bookings_by, quotes_of_enquiry,
};
pub use registered::{Registered, count_registered, find_registered, registered_of};
pub use reports::events_of_quotes;
