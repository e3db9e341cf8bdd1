//! Types of membership and their prices, each by dated versions: what is written for a day to come never changes what people
//! already on a term have.

mod add_version;
mod close_type;
mod create_type;
mod evidence_fields;
mod forms;
pub mod pages;
mod queries;
mod store;
mod term_fields;
mod views;
