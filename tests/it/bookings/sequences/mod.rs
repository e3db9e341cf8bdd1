//! Random sequences of everything that may happen to the bookings of one event (R5): booked, paid, paid again, in part or too
//! late, cancelled in part or in whole, expired, refunded with success, failure and retry, disputed, reduced by goodwill,
//! called off, moved to another date, passed on to somebody else, waited for, offered, taken from the list or left. After each step: no claim beyond capacity, money in = money kept + refunded + owed back, postings sum to
//! nothing, every place in exactly one state. 10,000 sequences against a tiny model made of the pure rules alone, and three
//! hundred against the product, compared with that model; 10,000 there too with `scripts/check --long`.

mod actions;
mod driver_acts;
mod hundreds;
mod in_database;
mod model;
mod model_acts;
mod model_changes;
mod model_list;
mod model_money;
mod on_database;
mod pure;

pub use in_database::places_of;
