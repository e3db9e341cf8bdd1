//! Seats that are kept for an entry until an end: the rows of offers. What is offered to whom is decided above.

pub(in crate::bookings::waiting_list) mod figures;
pub(in crate::bookings::waiting_list) mod queries;
pub(in crate::bookings::waiting_list) mod store;

pub(in crate::bookings::waiting_list) use store::OfferEnd;
